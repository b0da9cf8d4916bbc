using Bokgi.Markets;
using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Backtesting;

/// <summary>What to replay: a strategy over symbols and a range of time, with the settings of an account.</summary>
public sealed record BacktestRequest
{
    /// <summary>The strategy.</summary>
    public required StrategyDefinition Strategy { get; init; }

    /// <summary>The strategy's parameters.</summary>
    public required StrategyParameters Parameters { get; init; }

    /// <summary>Complete parameter sets of the symbols for which <see cref="Parameters"/> do not apply.</summary>
    public IReadOnlyDictionary<Symbol, StrategyParameters> Overrides { get; init; } = new Dictionary<Symbol, StrategyParameters>();

    /// <summary>The symbols, each once. Results have the same order.</summary>
    public required IReadOnlyList<Symbol> Symbols { get; init; }

    /// <summary>The length of the candles.</summary>
    public required Timeframe Timeframe { get; init; }

    /// <summary>Bars that open in this range are traded; earlier bars from the source are warm-up.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>The account's settings.</summary>
    public AccountSettings Account { get; init; } = new();

    /// <summary>Cash of the run, split equally among the symbols that have candles; quote currency, above 0.</summary>
    public double InitialCash { get; init; } = AccountRules.DefaultCash;

    /// <summary>The parameters of one symbol.</summary>
    public StrategyParameters ParametersOf(Symbol symbol) => Overrides.TryGetValue(symbol, out var overriding) ? overriding : Parameters;
}
