using Bokgi.Markets;
using Bokgi.Series;
using CsCheck;

namespace Bokgi.UnitTests.Reference;

/// <summary>Random runs that provoke ties and edges: levels, bin edges, stops and targets are touched exactly and often.</summary>
internal static class Generators
{
    /// <summary>Any timeframe, mostly an hour or a day.</summary>
    public static Gen<Timeframe> Timeframes { get; } =
        Gen.Frequency((3, Gen.Const(Timeframe.OneHour)), (2, Gen.Const(Timeframe.OneDay)), (1, Gen.OneOf([.. Timeframe.All])));

    /// <summary>Whole runs; one in twenty has costs that eat all the money.</summary>
    public static Gen<ReferenceCase> Cases { get; } =
        Gen.Select(
            Timeframes,
            CandleGenerators.Rows,
            CandleGenerators.Gaps,
            Gen.Frequency((12, RequestGenerators.Requests), (7, RequestGenerators.Touching), (1, RequestGenerators.Ruinous)),
            Case
        );

    /// <summary>One to four runs of one timeframe over overlapping times, for run totals.</summary>
    public static Gen<List<ReferenceCase>> Runs { get; } =
        Gen.Select(
            Timeframes,
            RequestGenerators.Requests,
            Gen.Select(CandleGenerators.Rows, CandleGenerators.Gaps).List[1, 4],
            (timeframe, request, series) => series.ConvertAll(one => Case(timeframe, one.Item1, one.Item2, request))
        );

    private static ReferenceCase Case(Timeframe timeframe, List<Candle> rows, List<int> gaps, ReferenceRequest request)
    {
        var time = timeframe.OpenOf(ReferenceFrames.StartUtc);
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
