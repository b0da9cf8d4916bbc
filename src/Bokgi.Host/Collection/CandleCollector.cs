using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.Collection;

/// <summary>
/// Collects candles from an exchange into the lake: requests bars that are neither stored nor known to be absent, newest first, and stores
/// only closed bars. It may be stopped or killed at any point; bars that were not stored are requested again.
/// </summary>
internal sealed class CandleCollector(CandleLake lake, ExchangeConnections exchanges, TimeProvider clock)
{
    // The time allowed, after cancellation or an outage, for storing what was fetched.
    private static readonly TimeSpan GracePeriod = TimeSpan.FromMilliseconds(700);

    /// <summary>
    /// Collects a piece and adds its counts to <paramref name="outcome"/>. The counts are added even if this method throws. An error that
    /// concerns only the series is not thrown, but recorded in the outcome.
    /// </summary>
    /// <exception cref="ExchangeException">The exchange is unavailable; bars fetched so far are stored.</exception>
    /// <exception cref="LakeException">Another writer holds the series.</exception>
    public async Task CollectAsync(CollectionPiece piece, SeriesOutcome outcome, Action<long>? reportProgress, CancellationToken cancel)
    {
        try
        {
            piece.Series.CheckSource(lake.GetCollectionRecord(piece.Series.Symbol, piece.Series.Timeframe));
            using var buffer = new CollectionBuffer(lake, piece.Series, outcome, clock);
            await CollectAsync(piece, buffer, reportProgress, cancel);
        }
        catch (Exception refused)
            when (refused
                    is InvalidInputException
                        or ExchangeException { Kind: ExchangeErrorKind.Refused }
                        or LakeException { Kind: not LakeErrorKind.Busy }
            )
        {
            outcome.Trouble = refused.Message;
        }
    }

    private async Task CollectAsync(CollectionPiece piece, CollectionBuffer buffer, Action<long>? reportProgress, CancellationToken cancel)
    {
        try
        {
            await FetchAsync(piece, buffer, reportProgress, cancel);
            buffer.Store(cancel);
        }
        catch (Exception interruption) when (interruption is OperationCanceledException or ExchangeException)
        {
            using var grace = new CancellationTokenSource(GracePeriod, clock);
            StoreRemaining(piece.Series, buffer, (interruption as ExchangeException)?.Message, grace.Token);
            throw;
        }
    }

    private async Task FetchAsync(CollectionPiece piece, CollectionBuffer buffer, Action<long>? reportProgress, CancellationToken cancel)
    {
        var (exchange, timeframe) = (exchanges.GetOrOpen(piece.Series.Exchange), piece.Series.Timeframe);
        var startedPart = piece.StartedPart(clock.NowUtc());
        var toRequest = BarsToRequest.Find(piece, startedPart, lake, cancel);
        // A forming bar is never stored. So if the bar that is forming according to this machine's clock is stored, the clock is behind.
        var isClockBehind = toRequest.Count == 0 && startedPart.EndUtc < piece.Span.EndUtc;
        if (isClockBehind)
            toRequest.AddRange(PartBetween(piece.Span, startedPart.EndUtc, timeframe.OpenOf(await exchange.TimeAsync(cancel))));
        var checksClock = !isClockBehind;
        while (toRequest.Count > 0)
        {
            var page = await exchange.CandlesAsync(piece.Series.Symbol, timeframe, NextRange(piece, toRequest, exchange.Traits), cancel);
            using (page.Rows)
                buffer.Add(page);
            // The page gives the exchange's time; if this machine's clock is behind it, further bars have begun.
            if (checksClock)
                toRequest.AddRange(PartBetween(piece.Span, startedPart.EndUtc, timeframe.OpenOf(page.ExchangeTimeUtc)));
            checksClock = false;
            var covered = page.ReachesMarketStart ? page.CoveredRange with { StartUtc = long.MinValue } : page.CoveredRange;
            var remaining = BarsToRequest.RemoveCovered(toRequest, covered);
            var coveredBars = BarsToRequest.CountBars(timeframe, toRequest) - BarsToRequest.CountBars(timeframe, remaining);
            if (coveredBars == 0)
                throw new InvalidOperationException($"{exchange.Traits.Name} returned {piece.Series} candles outside the requested range");
            reportProgress?.Invoke(coveredBars);
            toRequest = remaining;
            buffer.IsHeld = piece.Again is { } refetchUtc && toRequest.Exists(range => range.Contains(refetchUtc));
            if (buffer.IsFull)
                buffer.Store(cancel);
        }
    }

    // If a stored bar has to be requested again, the first request begins with that bar and includes as many later bars as fit on the page,
    // because no bar is stored before the exchange has returned that one.
    private static TimeRange NextRange(CollectionPiece piece, List<TimeRange> toRequest, ExchangeTraits traits)
    {
        var end = toRequest[^1].EndUtc;
        if (piece.Again is not { } refetchUtc || !toRequest.Exists(range => range.Contains(refetchUtc)))
            return new TimeRange(toRequest[0].StartUtc, end);
        var pageEnd = refetchUtc;
        for (var i = 0; i < traits.CandlesPerPage && pageEnd < end; i++)
            pageEnd = piece.Series.Timeframe.EndOf(pageEnd);
        var lastRange = toRequest.FindLast(range => range.StartUtc < pageEnd);
        return new TimeRange(refetchUtc, Math.Min(pageEnd, lastRange.EndUtc));
    }

    // The part of a span that is between two times, as a single range; no range if the part is empty.
    private static IEnumerable<TimeRange> PartBetween(TimeRange span, long fromUtc, long toUtc)
    {
        var range = new TimeRange(Math.Max(span.StartUtc, fromUtc), Math.Min(span.EndUtc, toUtc));
        return range.StartUtc < range.EndUtc ? [range] : [];
    }

    private void StoreRemaining(CollectionSeries series, CollectionBuffer buffer, string? error, CancellationToken grace)
    {
        try
        {
            buffer.Store(grace);
            if (error is not null && lake.GetCollectionRecord(series.Symbol, series.Timeframe) is not null)
                lake.UpdateCollectionRecord(
                    series.Symbol,
                    series.Timeframe,
                    record => (record ?? CollectionRecord.Empty(series.Exchange)) with { Error = error },
                    grace
                );
        }
        catch (Exception failure) when (failure is OperationCanceledException or LakeException)
        {
            // The lake is busy or the time is up: bars that were not stored are requested again next time.
        }
    }
}
