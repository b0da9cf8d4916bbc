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
    // At most this many differences of each kind are listed; all are counted.
    private const int MaximumDifferences = 1_000;

    private static readonly TimeSpan FetchTimeout = TimeSpan.FromMinutes(10);

    public async Task<VerificationDocument> VerifyAsync(long sessionNumber, CancellationToken cancel)
    {
        var stored = await queries.LoadStoredSessionAsync(sessionNumber);
        var replay = new SessionReplay(stored.Session.Plan, stored.Entries);
        var previous = VerificationDocument.Of(stored.Row);
        // Each candle is compared only once, so the candle differences that earlier verifications found are taken from the previous document.
        // That document lists them only up to a limit, so the number of unlisted ones is computed from its counts.
        var differences = (previous?.Differences ?? []).Where(ConcernsCandle).ToList();
        var unlistedCandleDifferences = (previous?.Counts.GetValueOrDefault(WireNames.Of(DifferenceKind.Candle)) ?? 0) - differences.Count;
        var (signals, trades) = CompareResults(stored, replay, differences);
        var (checkedUntil, error) = await CompareCandlesAsync(stored, previous, replay, differences, cancel);
        var document = new VerificationDocument
        {
            SessionId = stored.Row.SessionId,
            VerifiedAt = UnixTime.Format(clock.NowUtc() / 1_000_000 * 1_000_000), // in whole seconds
            IsClean = differences.Count == 0,
            Entries = stored.Row.LogLength,
            Bars = replay.Bars,
            Signals = signals,
            Trades = trades,
            CandlesCheckedUntil = checkedUntil is { } utc ? UnixTime.Format(utc) : null,
            CandleCheckError = error, // why not all candles could be compared with the exchange's
            Counts = Enum.GetValues<DifferenceKind>()
                .ToDictionary(
                    WireNames.Of,
                    kind =>
                        differences.Count(difference => difference.Kind == kind)
                        + (kind == DifferenceKind.Candle ? unlistedCandleDifferences : 0)
                ),
            Differences = [.. differences.GroupBy(difference => difference.Kind).SelectMany(group => group.Take(MaximumDifferences))],
        };
        var eventData = new
        {
            session_id = document.SessionId,
            is_clean = document.IsClean,
            counts = document.Counts,
            trades = document.Trades,
        };
        var json = JsonSerializer.Serialize(document, JsonFormat.Compact);
        await store.SetVerificationAsync(sessionNumber, document.SessionId, json, document.Entries, eventData);
        PaperMeter.Verifications.Add(1, new KeyValuePair<string, object?>("clean", document.IsClean));
        foreach (var (kind, count) in document.Counts)
            PaperMeter.Differences.Add(count, new KeyValuePair<string, object?>("kind", kind));
        return document;
    }

    private static bool ConcernsCandle(Difference difference) => difference.Kind == DifferenceKind.Candle;

    private static (int Signals, int Trades) CompareResults(
        PaperQueries.StoredSession stored,
        SessionReplay replay,
        List<Difference> differences
    )
    {
        var (signalCount, tradeCount) = (0, 0);
        var recordedSignals = stored.Signals.ToLookup(row => (row.Symbol, row.Strategy));
        var recordedTrades = stored.Trades.ToLookup(row => (row.Symbol, row.Strategy));
        foreach (var pair in stored.Session.Pairs)
        {
            var (trades, signals) = replay.Run(pair.Plan);
            var comparison = new TradeComparison(pair, differences);
            var key = (pair.Plan.Symbol.Code, pair.Plan.Strategy.Name);
            comparison.CompareSignals(signals, recordedSignals[key]);
            comparison.CompareTrades(trades, recordedTrades[key]);
            signalCount += signals.Count;
            tradeCount += trades.Count(trade => trade.ExitReason != Trading.ExitReason.EndOfData);
        }

        return (signalCount, tradeCount);
    }

    // Adds the differences of candles in the range that has not been compared yet.
    private async Task<(long? CheckedUntilUtc, string? Error)> CompareCandlesAsync(
        PaperQueries.StoredSession stored,
        VerificationDocument? previous,
        SessionReplay replay,
        List<Difference> differences,
        CancellationToken cancel
    )
    {
        var (row, plan) = (stored.Row, stored.Session.Plan);
        long? checkedUntilUtc = previous?.CandlesCheckedUntil is { } text && KoreanTime.TryParse(text, out var utc, out _) ? utc : null;
        if (row.BeginsUtc is not { } beginsUtc || row.SteppedUntilUtc is not { } untilUtc)
            return (null, null);
        var range = new TimeRange(checkedUntilUtc ?? beginsUtc, untilUtc);
        if (range.StartUtc >= range.EndUtc)
            return (checkedUntilUtc, null);
        var fetcher = new BarFetcher(exchanges.GetOrOpen(plan.Exchange), lake, plan.Timeframe);
        using var timeout = new CancellationTokenSource(FetchTimeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        var newDifferences = new List<Difference>(); // kept only if the whole range is compared
        try
        {
            foreach (var symbol in plan.Symbols)
            {
                var fetched = await fetcher.FetchBarsAsync(symbol, range, linked.Token);
                newDifferences.AddRange(CandleComparison.Compare(symbol, range, fetched, replay.LiveCandles(symbol)));
            }
        }
        catch (ExchangeException unavailable)
        {
            return (checkedUntilUtc, unavailable.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            var error =
                $"{plan.Exchange} did not return all candles within {FetchTimeout.TotalMinutes:0} minutes; the next verification tries again";
            return (checkedUntilUtc, error);
        }

        differences.AddRange(newDifferences);
        return (untilUtc, null);
    }
}
