using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// Builds longer bars from stored ones. Builds a bar only if its period has ended and, unless gaps are allowed, is complete.
/// </summary>
internal sealed class LakeResampling(CandleLake lake, Symbol symbol, Timeframe from, Timeframe to, ResampleOptions options)
{
    private readonly CollectionRecord? record = lake.GetCollectionRecord(symbol, from);

    public ResampleSummary Run(CancellationToken cancel)
    {
        CheckSameSource();
        using var bars = lake.LoadSeries(symbol, from, ExtendedRange, cancel: cancel);
        if (bars.Count == 0)
            return new ResampleSummary(symbol, from, to, 0, 0, 0, 0);
        using var resampled = Resampling.Resample(bars, to);
        using var stored = lake.LoadSeries(symbol, to, options.Range, cancel: cancel);
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

        var written = lake.Write(symbol, to, rows, cancel: cancel);
        RecordCoverage(hasNewBars: rows.Count > 0, cancel);
        return new ResampleSummary(symbol, from, to, written.Added, written.Replaced, kept + written.Unchanged, incomplete);
    }

    private void CheckSameSource()
    {
        if (lake.GetCollectionRecord(symbol, to) is { } other && other.Source != record?.Source)
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{symbol}/{to} was collected from {other.Source} and {symbol}/{from} {(record is null ? "was not" : $"from {record.Source}")}; candles of different sources are not mixed"
            );
    }

    // The requested range, extended to the end of the last new bar.
    private TimeRange ExtendedRange =>
        options.Range.EndUtc == TimeRange.All.EndUtc
            ? options.Range
            : options.Range with
            {
                EndUtc = to.EndOf(to.OpenOf(options.Range.EndUtc - 1)),
            };

    private bool CanBuild(CandleSeries bars, long open)
    {
        var end = to.EndOf(open);
        if (!HasEnded(bars, end))
            return false;
        if (options.AllowGaps)
            return true;
        var next = open;
        for (var i = bars.FirstIndexAtOrAfter(open); i < bars.Count && bars.Times[i] < end; i++)
        {
            if (!IsCovered(next, from.OpenOf(bars.Times[i])))
                return false;
            next = from.EndOf(from.OpenOf(bars.Times[i]));
        }

        return IsCovered(next, end);
    }

    private bool HasEnded(CandleSeries bars, long end) =>
        from.EndOf(from.OpenOf(bars.Times[^1])) >= end || record is { CoveredRanges: [.., var last] } && last.EndUtc >= end;

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
                to,
                before => covered.Aggregate(before ?? CollectionRecord.Empty(record.Source), (known, range) => known.With(range)),
                cancel
            );
    }

    private TimeRange ShrinkToWholeBars(TimeRange range)
    {
        if (range.StartUtc >= range.EndUtc)
            return range;
        var open = to.OpenOf(range.StartUtc);
        return new TimeRange(open == range.StartUtc ? open : to.EndOf(open), to.OpenOf(range.EndUtc));
    }
}
