using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>
/// Replays a session's candles and commands through the backtester and compares every signal and trade, and compares the session's candles
/// with those the exchange returns now. A range that has once been compared with the exchange is not fetched again.
/// </summary>
internal sealed class SessionVerifier(
    PaperStore store,
    PaperQueries queries,
    ExchangeConnections exchanges,
    CandleLake lake,
    TimeProvider clock
)
{
    private const int MaximumShown = 1_000;

    private static readonly TimeSpan FetchTimeout = TimeSpan.FromMinutes(10);

    public async Task<VerificationDocument> VerifyAsync(long number, CancellationToken cancel)
    {
        var snapshot = await queries.SnapshotAsync(number);
        var replay = new SessionReplay(snapshot.Session.Plan, snapshot.Entries);
        var differences = new List<Difference>();
        var (signals, trades) = CompareResults(snapshot, replay, differences);
        var (checkedUntil, error) = await CompareCandlesAsync(snapshot, replay, differences, cancel);
        var document = new VerificationDocument
        {
            SessionId = snapshot.Row.SessionId,
            VerifiedAt = UnixTime.Format(clock.NowUtc() / 1_000_000 * 1_000_000),
            IsClean = differences.Count == 0,
            Entries = snapshot.Row.LogLength,
            Bars = replay.Bars,
            Signals = signals,
            Trades = trades,
            CandlesCheckedUntil = checkedUntil is { } utc ? UnixTime.Format(utc) : null,
            CandlesUnchecked = error,
            Counts = Enum.GetValues<DifferenceKind>()
                .ToDictionary(WireNames.Of, kind => differences.Count(difference => difference.Kind == kind)),
            Differences = [.. differences.Take(MaximumShown)],
        };
        var eventData = new
        {
            session_id = document.SessionId,
            is_clean = document.IsClean,
            counts = document.Counts,
            trades = document.Trades,
        };
        var stored = JsonSerializer.Serialize(document, JsonFormat.Compact);
        await store.SetVerificationAsync(number, document.SessionId, stored, document.Entries, eventData);
        PaperMeter.Verifications.Add(1, new KeyValuePair<string, object?>("clean", document.IsClean));
        foreach (var (kind, count) in document.Counts)
            PaperMeter.Differences.Add(count, new KeyValuePair<string, object?>("kind", kind));
        return document;
    }

    private static (int Signals, int Trades) CompareResults(
        PaperQueries.Snapshot snapshot,
        SessionReplay replay,
        List<Difference> differences
    )
    {
        var (signalCount, tradeCount) = (0, 0);
        var ownSignals = snapshot.Signals.ToLookup(row => (row.Symbol, row.Strategy));
        var ownTrades = snapshot.Trades.ToLookup(row => (row.Symbol, row.Strategy));
        foreach (var pair in snapshot.Session.Pairs)
        {
            var (trades, signals) = replay.Run(pair.Plan);
            var comparison = new TradeComparison(pair, differences);
            var key = (pair.Plan.Symbol.Code, pair.Plan.Strategy.Name);
            comparison.CompareSignals(signals, ownSignals[key]);
            comparison.CompareTrades(trades, ownTrades[key]);
            signalCount += signals.Count;
            tradeCount += trades.Count(trade => trade.ExitReason != Trading.ExitReason.EndOfData);
        }

        return (signalCount, tradeCount);
    }

    // Adds the candle differences that earlier verifications found, and those in the range that they have not compared.
    private async Task<(long? CheckedUntilUtc, string? Error)> CompareCandlesAsync(
        PaperQueries.Snapshot snapshot,
        SessionReplay replay,
        List<Difference> differences,
        CancellationToken cancel
    )
    {
        var (row, plan, before) = (snapshot.Row, snapshot.Session.Plan, VerificationDocument.Of(snapshot.Row));
        long? since = before?.CandlesCheckedUntil is { } text && KoreanTime.TryParse(text, out var utc, out _) ? utc : null;
        differences.AddRange(before?.Differences.Where(difference => difference.Kind == DifferenceKind.Candle) ?? []);
        if (row.BeginsUtc is not { } begins || row.SteppedUntilUtc is not { } until)
            return (null, null);
        var range = new TimeRange(since ?? begins, until);
        if (range.StartUtc >= range.EndUtc)
            return (since, null);
        var fetcher = new BarFetcher(exchanges.For(plan.Exchange), lake, plan.Timeframe);
        using var limit = new CancellationTokenSource(FetchTimeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        var found = new List<Difference>();
        try
        {
            foreach (var symbol in plan.Symbols)
            {
                var fetched = await fetcher.FetchBarsAsync(symbol, range, linked.Token);
                found.AddRange(CandleComparison.Compare(symbol, range, fetched, replay.LiveCandles(symbol)));
            }
        }
        catch (ExchangeException unavailable)
        {
            return (since, unavailable.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            var error =
                $"{plan.Exchange} did not return all candles within {FetchTimeout.TotalMinutes:0} minutes; the next verification tries again";
            return (since, error);
        }

        differences.AddRange(found);
        return (until, null);
    }
}
