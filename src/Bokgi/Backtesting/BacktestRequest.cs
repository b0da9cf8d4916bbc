using Bokgi.Markets;
using Bokgi.Strategies;
using Bokgi.Trading;

namespace Bokgi.Backtesting;

/// <summary>What is to be replayed: a strategy over symbols and a range, under the rules of an account.</summary>
public sealed record BacktestRequest
{
    /// <summary>The strategy.</summary>
    public required StrategyDefinition Strategy { get; init; }

    /// <summary>Its parameters.</summary>
    public required StrategyParameters Parameters { get; init; }

    /// <summary>Parameters of symbols that have their own, whole.</summary>
    public IReadOnlyDictionary<Symbol, StrategyParameters> Overrides { get; init; } = new Dictionary<Symbol, StrategyParameters>();

    /// <summary>The symbols, each once; their order decides the order of the results.</summary>
    public required IReadOnlyList<Symbol> Symbols { get; init; }

    /// <summary>The length of the candles.</summary>
    public required Timeframe Timeframe { get; init; }

    /// <summary>Bars that open in it are stepped; earlier ones that the source gives are warm-up.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>The money rules.</summary>
    public AccountSettings Account { get; init; } = new();

    /// <summary>Split equally over the symbols that have candles; quote currency, above 0.</summary>
    public double InitialCash { get; init; } = 10_000_000;

    /// <summary>The parameters of one symbol.</summary>
    public StrategyParameters ParametersOf(Symbol symbol) => Overrides.TryGetValue(symbol, out var own) ? own : Parameters;
}
