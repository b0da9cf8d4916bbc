using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Synthetic;

/// <summary>
/// Generates synthetic candles, so that a fresh checkout works without a network. They are not the history of a real market.
/// </summary>
public static class CandleGenerator
{
    private const int MaximumDays = 10_000;

    /// <summary>
    /// Writes <c>1H</c> and <c>1D</c> candles, and <c>1M</c> candles of the last days. Days are built from their hours, and the hours of
    /// the last days from their minutes.
    /// </summary>
    /// <param name="lake">The lake to write to; stored candles with the same times are replaced.</param>
    /// <param name="options">What to generate.</param>
    /// <param name="progress">Receives a report after each market.</param>
    /// <param name="cancel">Stops between files.</param>
    /// <returns>The number of candles stored.</returns>
    /// <exception cref="ArgumentException">The options are out of range.</exception>
    /// <exception cref="LakeException">The lake cannot be written.</exception>
    public static int Generate(
        CandleLake lake,
        GenerationOptions options,
        IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(lake);
        Check(options);
        var symbols = options.Symbols ?? GenerationOptions.DefaultSymbols;
        var total = 0;
        for (var i = 0; i < symbols.Count; i++)
        {
            using var candles = SyntheticCandles.Generate(SyntheticMarket.For(symbols[i]), options);
            var rows = Store(lake, candles.Minutes, cancel) + Store(lake, candles.Hours, cancel) + Store(lake, candles.Days, cancel);
            total += rows;
            progress?.Report(new GenerationProgress(symbols[i], i + 1, symbols.Count, rows));
        }

        return total;
    }

    private static void Check(GenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Days, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Days, MaximumDays, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MinuteDays, nameof(options));
        if (options.End.AddDays(-options.Days).Year < 1971)
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.End,
                "the first day lies before 1971; choose a later end or fewer days"
            );
    }

    private static int Store(CandleLake lake, CandleSeries series, CancellationToken cancel)
    {
        if (series.Count == 0)
            return 0;

        using var rows = new CandleColumns(series.Count);
        for (var i = 0; i < series.Count; i++)
            rows.Add(series[i]);
        lake.Write(series.Symbol, series.Timeframe, rows, cancel: cancel);
        // Records the source, so that no exchange's candles are appended to synthetic ones.
        lake.UpdateCollectionRecord(series.Symbol, series.Timeframe, _ => CollectionRecord.Empty(CollectionRecord.Synthetic), cancel);
        return series.Count;
    }
}
