using Bokgi.Markets;
using Bokgi.Series;
using CsCheck;

namespace Bokgi.UnitTests.Reference;

/// <summary>Random runs that provoke ties and edge cases: prices often touch levels, bin edges, stops and targets exactly.</summary>
internal static class Generators
{
    /// <summary>Any timeframe, mostly an hour or a day.</summary>
    public static Gen<Timeframe> Timeframes { get; } =
        Gen.Frequency((3, Gen.Const(Timeframe.OneHour)), (2, Gen.Const(Timeframe.OneDay)), (1, Gen.OneOf([.. Timeframe.All])));

    // Mostly the start of HourlyCandles, otherwise within 20 hours of a Korean midnight (15:00 UTC) at which Upbit changed its price steps.
    private static Gen<long> Starts { get; } =
        Gen.Frequency(
            (2, Gen.Const(HourlyCandles.StartUtc)),
            (
                1,
                Gen.Select(
                    Gen.OneOf(new DateTime(2024, 1, 28), new DateTime(2024, 10, 13), new DateTime(2025, 3, 20), new DateTime(2025, 7, 30)),
                    Gen.Int[-20, 20],
                    (day, hours) => UnixTime.FromDateTime(day.AddHours(15 + hours))
                )
            )
        );

    /// <summary>Runs of one pair; in about one of 24 runs, costs consume all the money.</summary>
    public static Gen<ReferenceCase> Cases { get; } =
        Gen.Select(
            Timeframes,
            CandleGenerators.Rows,
            CandleGenerators.Gaps,
            Gen.Frequency(
                (12, RequestGenerators.Requests),
                (7, RequestGenerators.RequestsWithExactStops),
                (4, RequestGenerators.RequestsWithExchangeCosts),
                (1, RequestGenerators.RuinousRequests)
            ),
            Starts,
            CreateCase
        );

    /// <summary>
    /// Runs of one to four pairs, for tests of run totals. Each pair is a separate case. The pairs of a run have the same timeframe, request
    /// and start, so their times overlap.
    /// </summary>
    public static Gen<List<ReferenceCase>> MultiPairRuns { get; } =
        Gen.Select(
            Timeframes,
            Gen.Frequency((3, RequestGenerators.Requests), (1, RequestGenerators.RequestsWithExchangeCosts)),
            Gen.Select(CandleGenerators.Rows, CandleGenerators.Gaps).List[1, 4],
            Starts,
            (timeframe, request, series, start) =>
                series.ConvertAll(rowsAndGaps => CreateCase(timeframe, rowsAndGaps.Item1, rowsAndGaps.Item2, request, start))
        );

    private static ReferenceCase CreateCase(Timeframe timeframe, List<Candle> rows, List<int> gaps, ReferenceRequest request, long start)
    {
        var time = timeframe.OpenOf(start);
        List<Candle> candles = [];
        for (var i = 0; i < rows.Count; i++)
        {
            for (var skipped = gaps[i % gaps.Count]; skipped > 0; skipped--)
                time = timeframe.EndOf(time);
            candles.Add(rows[i] with { TimeUtc = time });
            time = timeframe.EndOf(time);
        }

        return new ReferenceCase(timeframe, candles, request with { WarmupBars = Math.Min(request.WarmupBars, candles.Count - 1) });
    }
}
