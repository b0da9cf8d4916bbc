using Bokgi.Backtesting;
using Bokgi.Markets;
using Bokgi.Strategies;
using Bokgi.UnitTests.Reference;
using CsCheck;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>
/// A random run over several symbols. Every second symbol overrides a parameter. The run may also include a symbol without candles, and one whose
/// candles are all invalid.
/// </summary>
internal sealed class RandomRun
{
    // The symbols that have a candle in the range, each with the input of the reference engine.
    private readonly List<(Symbol Symbol, ReferenceCase Case)> pairs = [];
    private readonly MemoryCandleSource source;

    private RandomRun(List<ReferenceCase> cases, int holdOverride, bool hasMissingSymbol, bool hasInvalidSymbol)
    {
        var (firstCase, timeframe) = (cases[0], cases[0].Timeframe);
        var range = new TimeRange(firstCase.Candles[firstCase.Request.WarmupBars].TimeUtc, long.MaxValue);
        var overrides = new Dictionary<Symbol, StrategyParameters>();
        var request = EngineConversions.ToBacktestRequest(firstCase.Request, firstCase.Candles, timeframe);
        source = new MemoryCandleSource(timeframe, range);
        List<Symbol> symbols = [];
        for (var i = 0; i < cases.Count; i++)
        {
            var symbol = Symbol.Parse($"C{i}_KRW");
            symbols.Add(symbol);
            source.Add(symbol, cases[i].Candles);
            var warmup = cases[i].Candles.Count(candle => candle.TimeUtc < range.StartUtc);
            var parameters = new Dictionary<string, object>(firstCase.Request.Parameters);
            if (i % 2 == 1)
            {
                parameters["hold_period_bars"] = holdOverride;
                overrides[symbol] = request.Parameters.With("hold_period_bars", holdOverride);
            }

            if (warmup < cases[i].Candles.Count)
                pairs.Add(
                    (
                        symbol,
                        cases[i] with
                        {
                            Request = firstCase.Request with { WarmupBars = warmup, Parameters = parameters, Coin = symbol.Base },
                        }
                    )
                );
        }

        if (hasMissingSymbol)
            symbols.Insert(1, Symbol.Parse("NONE_KRW"));
        if (hasInvalidSymbol)
        {
            var invalidSymbol = Symbol.Parse("BAD_KRW");
            source.Add(invalidSymbol, firstCase.Candles.Select(candle => candle with { Low = candle.High + 1 }));
            symbols.Insert(0, invalidSymbol);
        }

        Request = request with
        {
            Symbols = symbols,
            Overrides = overrides,
            Range = range,
            InitialCash = firstCase.Request.InitialCash * pairs.Count,
        };
    }

    public static Gen<RandomRun> Any { get; } =
        Gen.Select(
            Generators.MultiPairRuns,
            Gen.Int[1, 6],
            Gen.Bool,
            Gen.Bool,
            (cases, hold, missing, invalid) => new RandomRun(cases, hold, missing, invalid)
        );

    public BacktestRequest Request { get; }

    /// <summary>The reference engine's result for each symbol that has a candle in the range.</summary>
    public IReadOnlyList<(string Symbol, ReferenceResult Result)> Expected =>
        [.. pairs.Select(pair => (pair.Symbol.Code, ReferenceEngine.Run(pair.Case.Candles, pair.Case.Timeframe, pair.Case.Request)))];

    public BacktestReport Run(int threads = 1, IRunObserver? observer = null) => Backtester.Run(Request, source, threads, observer);

    /// <summary>Runs some of the symbols as a piece of the run: a part that a worker executes separately.</summary>
    /// <param name="symbols">The symbols.</param>
    /// <param name="cash">The cash of each symbol.</param>
    /// <param name="observer">What observes the piece.</param>
    public IReadOnlyList<SymbolReport> RunPiece(IReadOnlyList<Symbol> symbols, double cash, IRunObserver observer) =>
        Backtester.RunPiece(Request, symbols, cash, source, threads: 2, observer);

    public BacktestReport RunWithSymbols(IReadOnlyList<Symbol> symbols, int threads) =>
        Backtester.Run(Request with { Symbols = symbols }, source, threads);

    public override string ToString() =>
        $"symbols {string.Join(" ", Request.Symbols)}{Environment.NewLine}{string.Join(Environment.NewLine, pairs.Select(pair => $"{pair.Symbol}: {pair.Case}"))}";
}
