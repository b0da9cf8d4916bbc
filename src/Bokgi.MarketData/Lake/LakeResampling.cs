using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// Builds longer bars from stored ones. Builds a bar only if its period has ended and, unless gaps are allowed, is complete.
/// </summary>
internal sealed class LakeResampling(
    CandleLake lake,
    Symbol symbol,
    Timeframe sourceTimeframe,
    Timeframe targetTimeframe,
    ResampleOptions options
)
{
    private readonly CollectionRecord? record = lake.GetCollectionRecord(symbol, sourceTimeframe);

    public ResampleSummary Run(CancellationToken cancel)
    {
        CheckSameSource();
        using var bars = lake.LoadSeries(symbol, sourceTimeframe, ExtendedRange, cancel: cancel);
        if (bars.Count == 0)
            return new ResampleSummary(symbol, sourceTimeframe, targetTimeframe, Added: 0, Replaced: 0, Kept: 0, Incomplete: 0);
        using var resampled = Resampling.Resample(bars, targetTimeframe);
        using var stored = lake.LoadSeries(symbol, targetTimeframe, options.Range, cancel: cancel);
        using var rows = new CandleColumns(resampled.Count);
        var (kept, incomplete) = (0, 0);
        for (var i = 0; i < resampled.Count; i++)
        {
            if (!options.Range.Contains(resampled.Times[i]))
                continue; // the period began before the requested range
            var index = stored.FirstIndexAtOrAfter(resampled.Times[i]);
            var isStored = index < stored.Count && stored.Times[index] == resampled.Times[i];
            if (!CanBuild(bars, resampled.Times[i]))
                incomplete++;
            else if (isStored && !options.ReplaceExisting)
                kept++;
            else
                rows.Add(resampled[i]);
        }

        var written = lake.Write(symbol, targetTimeframe, rows, cancel: cancel);
        RecordCoverage(hasNewBars: rows.Count > 0, cancel);
        return new ResampleSummary(
            symbol,
            sourceTimeframe,
            targetTimeframe,
            written.Added,
            written.Replaced,
            kept + written.Unchanged,
            incomplete
        );
    }

    private void CheckSameSource()
    {
        if (lake.GetCollectionRecord(symbol, targetTimeframe) is { } targetRecord && targetRecord.Source != record?.Source)
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{symbol}/{targetTimeframe} was collected from {targetRecord.Source} and {symbol}/{sourceTimeframe} {(record is null ? "was not" : $"from {record.Source}")}; candles of different sources are not mixed"
            );
    }

    // The requested range, extended to the end of the last new bar.
    private TimeRange ExtendedRange =>
        options.Range.EndUtc == TimeRange.All.EndUtc
            ? options.Range
            : options.Range with
            {
                EndUtc = targetTimeframe.EndOf(targetTimeframe.OpenOf(options.Range.EndUtc - 1)),
            };

    private bool CanBuild(CandleSeries bars, long open)
    {
        var end = targetTimeframe.EndOf(open);
        if (!HasEnded(bars, end))
            return false;
        if (options.AllowGaps)
            return true;
        var next = open;
        for (var i = bars.FirstIndexAtOrAfter(open); i < bars.Count && bars.Times[i] < end; i++)
        {
            if (!IsCovered(next, sourceTimeframe.OpenOf(bars.Times[i])))
                return false;
            next = sourceTimeframe.EndOf(sourceTimeframe.OpenOf(bars.Times[i]));
        }

        return IsCovered(next, end);
    }

    private bool HasEnded(CandleSeries bars, long end) =>
        sourceTimeframe.EndOf(sourceTimeframe.OpenOf(bars.Times[^1])) >= end
        || (record is { CoveredRanges: [.., var last] } && last.EndUtc >= end);

    private bool IsCovered(long fromUtc, long toUtc) => fromUtc >= toUtc || record?.Covers(new TimeRange(fromUtc, toUtc)) == true;

    // A range covered for the shorter bars is also covered for the longer bars wholly within it. If bars were written, the source is
    // recorded even without such a range.
    private void RecordCoverage(bool hasNewBars, CancellationToken cancel)
    {
        if (record is null)
            return;
        var covered = record
            .CoveredRanges.Select(coveredRange =>
                ShrinkToWholeBars(
                    new TimeRange(
                        Math.Max(coveredRange.StartUtc, ExtendedRange.StartUtc),
                        Math.Min(coveredRange.EndUtc, ExtendedRange.EndUtc)
                    )
                )
            )
            .Where(range => range.StartUtc < range.EndUtc)
            .ToList();
        if (hasNewBars || covered.Count > 0)
            lake.UpdateCollectionRecord(
                symbol,
                targetTimeframe,
                existing =>
                    covered.Aggregate(existing ?? CollectionRecord.Empty(record.Source), (merged, range) => merged.WithCovered(range)),
                cancel
            );
    }

    private TimeRange ShrinkToWholeBars(TimeRange range)
    {
        if (range.StartUtc >= range.EndUtc)
            return range;
        var open = targetTimeframe.OpenOf(range.StartUtc);
        return new TimeRange(open == range.StartUtc ? open : targetTimeframe.EndOf(open), targetTimeframe.OpenOf(range.EndUtc));
    }
}
