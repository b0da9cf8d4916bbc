using Bokgi.Backtesting.Sweeps;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;
using Bokgi.UnitTests.Reference;
using Bokgi.UnitTests.Strategies;
using CsCheck;

namespace Bokgi.UnitTests.Backtesting.Sweeps;

/// <summary>
/// A random grid of settings, and random series to run the settings over. The axes of the grid are parameters and money rules in any order.
/// </summary>
internal sealed class RandomSweep : IDisposable
{
    private const int MaxSettings = 40;

    private static readonly Gen<double?> Fractions = Gen.Frequency(
        (1, Gen.Const((double?)null)),
        (3, Gen.Double[0.001, 0.5].Select(value => (double?)value))
    );

    private static readonly Gen<SweepAxis> MoneyAxes = Gen.OneOf(
        Gen.OneOf("stop_loss_pct", "take_profit_pct", "trailing_stop_pct")
            .SelectMany(name => Fractions.Array[1, 3].Select(values => new SweepAxis(name, values))),
        Gen.OneOf("fee_rate", "slippage_rate").SelectMany(name => Gen.Double[0, 0.01].Array[1, 3].Select(values => Axis(name, values))),
        // 0 fills at the next open, 1 at the close of the signal's bar.
        Gen.OneOf(new double[] { 0 }, [1, 0]).Select(values => Axis("execution", values)),
        Gen.Double[0.01, 1].Array[1, 2].Select(values => Axis("equity_fraction", values)),
        Gen.Double[1, 1e7].Array[1, 2].Select(values => Axis("quote_amount", values)),
        Gen.Double[0.001, 1e3].Array[1, 2].Select(values => Axis("base_quantity", values)),
        Gen.OneOf(new[] { 0, 0.001 }, [1e-8]).Select(values => Axis("quantity_step", values))
    );

    private RandomSweep(
        ReferenceCase sample,
        List<List<Candle>> rowsOfOtherSeries,
        List<SweepAxis> axes,
        int settingsPerUnit,
        bool hasOverride
    )
    {
        var request = EngineConversions.ToBacktestRequest(sample.Request, sample.Candles, sample.Timeframe);
        var symbols = Enumerable.Range(0, rowsOfOtherSeries.Count + 1).Select(i => Symbol.Parse($"C{i}_KRW")).ToList();
        if (hasOverride)
            request = request with
            {
                Overrides = new Dictionary<Symbol, StrategyParameters> { [symbols[0]] = request.Parameters.With("hold_period_bars", 2) },
            };
        Series =
        [
            EngineConversions.ToCandleSeries(sample.Candles, sample.Timeframe, symbols[0]),
            .. rowsOfOtherSeries.Select(
                (rows, i) => EngineConversions.ToCandleSeries(WithTimes(rows, sample), sample.Timeframe, symbols[i + 1])
            ),
        ];
        Grid = new SweepGrid(request, axes);
        SettingsPerUnit = settingsPerUnit;
        CashPerSeries = request.InitialCash / Series.Count(series => series.FirstIndexAtOrAfter(request.Range.StartUtc) < series.Count);
    }

    public static Gen<RandomSweep> Any { get; } =
        Gen.Select(Generators.Cases, CandleGenerators.Rows.List[0, 2], Gen.Int[1, 30], Gen.Bool)
            .SelectMany(
                (sample, rowsOfOtherSeries, settingsPerUnit, hasOverride) =>
                    Axes(sample).Select(axes => new RandomSweep(sample, rowsOfOtherSeries, axes, settingsPerUnit, hasOverride))
            );

    public SweepGrid Grid { get; }

    public IReadOnlyList<CandleSeries> Series { get; }

    /// <summary>How many settings a thread processes at a time.</summary>
    public int SettingsPerUnit { get; }

    /// <summary>The cash for each series that has candles in the range.</summary>
    public double CashPerSeries { get; }

    public void Dispose()
    {
        foreach (var series in Series)
            series.Dispose();
    }

    public override string ToString() =>
        $"unit {SettingsPerUnit}, axes {string.Join(" ", Grid.Axes.Select(axis => $"{axis.Name}=[{string.Join(",", axis.Values)}]"))}";

    private static SweepAxis Axis(string name, double[] values) => new(name, [.. values.Select(value => (double?)value)]);

    // Generates axes over parameters of the strategy and over money rules. Drops an axis that is repeated or would make the grid too large.
    private static Gen<List<SweepAxis>> Axes(ReferenceCase sample)
    {
        StrategyCatalogue.TryFind(sample.Request.Strategy, out var strategy, out _);
        var parameters = Gen.Select(Gen.Int[0, strategy.Parameters.Count - 1], StrategyGenerators.Parameters(strategy).Array[1, 4])
            .Select((index, sets) => Axis(strategy.Parameters[index].Name, [.. sets.Select(set => set[strategy.Parameters[index].Name])]));
        return Gen.OneOf(parameters, parameters, parameters, MoneyAxes) // three quarters are axes over parameters
            .List[1, 5]
            .Select(axes =>
            {
                List<SweepAxis> kept = [];
                foreach (var axis in axes)
                {
                    if (
                        kept.All(keptAxis => keptAxis.Name != axis.Name)
                        && kept.Aggregate(axis.Values.Count, (settings, keptAxis) => settings * keptAxis.Values.Count) <= MaxSettings
                    )
                        kept.Add(axis);
                }

                return kept;
            });
    }

    // Returns the rows with consecutive times, which begin at the first time of the sample.
    private static List<Candle> WithTimes(List<Candle> rows, ReferenceCase sample)
    {
        var time = sample.Candles[0].TimeUtc;
        return rows.ConvertAll(row =>
        {
            var timed = row with { TimeUtc = time };
            time = sample.Timeframe.EndOf(time);
            return timed;
        });
    }
}
