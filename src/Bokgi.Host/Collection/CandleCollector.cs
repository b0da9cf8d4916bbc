using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.Collection;

/// <summary>
/// Collects candles from an exchange into the lake: requests bars that are neither stored nor known to be absent, newest first, and stores
/// only closed bars. It may be stopped or killed at any point; bars that were not stored are requested again.
/// </summary>
internal sealed class CandleCollector(CandleLake lake, ExchangeConnections exchanges, TimeProvider clock)
{
    // The time allowed, after cancellation or an outage, for storing what was fetched.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(700);

    /// <summary>
    /// Collects a piece and adds its counts to the outcome, even if it ends with an exception. An error that concerns only the series is
    /// recorded in the outcome, not thrown.
    /// </summary>
    /// <exception cref="ExchangeException">The exchange is unavailable; bars fetched so far are stored.</exception>
    /// <exception cref="LakeException">Another writer holds the series.</exception>
    public async Task CollectAsync(CollectionPiece piece, SeriesOutcome outcome, Action<long>? reportProgress, CancellationToken cancel)
    {
        try
        {
            piece.Series.Check(lake.GetCollectionRecord(piece.Series.Symbol, piece.Series.Timeframe));
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
            using var grace = new CancellationTokenSource(Grace, clock);
            StoreRemaining(piece.Series, buffer, (interruption as ExchangeException)?.Message, grace.Token);
            throw;
        }
    }

    private async Task FetchAsync(CollectionPiece piece, CollectionBuffer buffer, Action<long>? reportProgress, CancellationToken cancel)
    {
        var (exchange, timeframe) = (exchanges.For(piece.Series.Exchange), piece.Series.Timeframe);
        var begunSpan = piece.BegunSpan(clock.NowUtc());
        var unknown = UnknownBars.Of(piece, begunSpan, lake, cancel);
        // A bar that is forming is never stored. If the one that forms by this machine's clock need not be requested, that clock is behind.
        var isClockBehind = unknown.Count == 0 && begunSpan.EndUtc < piece.Span.EndUtc;
        if (isClockBehind)
            unknown.AddRange(Between(piece.Span, begunSpan.EndUtc, timeframe.OpenOf(await exchange.TimeAsync(cancel))));
        for (var checksClock = !isClockBehind; unknown.Count > 0; checksClock = false)
        {
            var page = await exchange.CandlesAsync(piece.Series.Symbol, timeframe, NextRange(piece, unknown, exchange.Traits), cancel);
            using (page.Rows)
                buffer.Add(page);
            // The page gives the exchange's time; if this machine's clock is behind it, further bars have begun.
            if (checksClock)
                unknown.AddRange(Between(piece.Span, begunSpan.EndUtc, timeframe.OpenOf(page.ExchangeTimeUtc)));
            var remaining = UnknownBars.Without(
                unknown,
                page.ReachesMarketStart ? page.CoveredRange with { StartUtc = long.MinValue } : page.CoveredRange
            );
            var done = UnknownBars.Count(timeframe, unknown) - UnknownBars.Count(timeframe, remaining);
            if (done == 0)
                throw new InvalidOperationException($"{exchange.Traits.Name} returned {piece.Series} candles outside the requested range");
            reportProgress?.Invoke(done);
            unknown = remaining;
            buffer.IsHeld = piece.Again is { } again && unknown.Exists(range => range.Contains(again));
            if (buffer.IsFull)
                buffer.Store(cancel);
        }
    }

    // A stored bar that has to be requested again goes first, together with as many bars as fit on its page, because nothing is stored
    // before the exchange has returned it.
    private static TimeRange NextRange(CollectionPiece piece, List<TimeRange> unknown, ExchangeTraits traits)
    {
        var end = unknown[^1].EndUtc;
        if (piece.Again is not { } again || !unknown.Exists(range => range.Contains(again)))
            return new TimeRange(unknown[0].StartUtc, end);
        var until = again;
        for (var i = 0; i < traits.CandlesPerPage && until < end; i++)
            until = piece.Series.Timeframe.EndOf(until);
        var last = unknown.FindLast(range => range.StartUtc < until);
        return new TimeRange(again, Math.Min(until, last.EndUtc));
    }

    // The part of a span between two times; empty if there is none.
    private static IEnumerable<TimeRange> Between(TimeRange span, long from, long to)
    {
        var range = new TimeRange(Math.Max(span.StartUtc, from), Math.Min(span.EndUtc, to));
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
