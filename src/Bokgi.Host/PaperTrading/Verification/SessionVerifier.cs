using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Exchanges;

namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>
/// Replays a session's candles and commands through the backtester and compares every signal and trade, and compares the session's candles
/// with those the exchange returns now. A range compared with the exchange once is not fetched again.
/// </summary>
internal sealed class SessionVerifier(
    PaperStore store,
    PaperPages pages,
    ExchangeConnections exchanges,
    CandleLake lake,
    TimeProvider clock
)
{
    private const int MaximumShown = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task<VerificationDocument> VerifyAsync(long number, CancellationToken cancel)
    {
        var whole = await pages.WholeAsync(number);
        var replay = new SessionReplay(whole.Session.Plan, whole.Entries);
        var differences = new List<Difference>();
        var (signals, trades) = Compare(whole, replay, differences);
        var (checkedUntil, error) = await CandlesAsync(whole, replay, differences, cancel);
        var document = new VerificationDocument
        {
            SessionId = whole.Row.SessionId,
            VerifiedAt = UnixTime.Format(clock.NowUtc() / 1_000_000 * 1_000_000),
            IsClean = differences.Count == 0,
            Entries = whole.Row.LogLength,
            Bars = replay.Bars,
            Signals = signals,
            Trades = trades,
            CandlesCheckedUntil = checkedUntil is { } utc ? UnixTime.Format(utc) : null,
            CandlesUnchecked = error,
            Counts = Enum.GetValues<DifferenceKind>()
                .ToDictionary(WireNames.Of, kind => differences.Count(difference => difference.Kind == kind)),
            Differences = [.. differences.Take(MaximumShown)],
        };
        var told = new
        {
            session_id = document.SessionId,
            is_clean = document.IsClean,
            counts = document.Counts,
            trades = document.Trades,
        };
        var stored = JsonSerializer.Serialize(document, JsonFormat.Compact);
        await store.SetVerificationAsync(number, document.SessionId, stored, document.Entries, told);
        PaperMeter.Verifications.Add(1, new KeyValuePair<string, object?>("clean", document.IsClean));
        foreach (var (kind, count) in document.Counts)
            PaperMeter.Differences.Add(count, new KeyValuePair<string, object?>("kind", kind));
        return document;
    }

    private static (int Signals, int Trades) Compare(PaperPages.Snapshot whole, SessionReplay replay, List<Difference> differences)
    {
        var (signalCount, tradeCount) = (0, 0);
        var ownSignals = whole.Signals.ToLookup(row => (row.Symbol, row.Strategy));
        var ownTrades = whole.Trades.ToLookup(row => (row.Symbol, row.Strategy));
        foreach (var pair in whole.Session.Pairs)
        {
            var (trades, signals) = replay.Run(pair.Plan);
            var comparison = new TradeComparison(pair, differences);
            var key = (pair.Plan.Symbol.Code, pair.Plan.Strategy.Name);
            comparison.Signals(signals, ownSignals[key]);
            comparison.Trades(trades, ownTrades[key]);
            signalCount += signals.Count;
            tradeCount += trades.Count(trade => trade.ExitReason != Trading.ExitReason.EndOfData);
        }

        return (signalCount, tradeCount);
    }

    // Adds the candle differences found now to those found before.
    private async Task<(long? CheckedUntilUtc, string? Error)> CandlesAsync(
        PaperPages.Snapshot whole,
        SessionReplay replay,
        List<Difference> differences,
        CancellationToken cancel
    )
    {
        var (row, plan, before) = (whole.Row, whole.Session.Plan, VerificationDocument.Of(whole.Row));
        long? since = before?.CandlesCheckedUntil is { } text && KoreanTime.TryParse(text, out var utc, out _) ? utc : null;
        differences.AddRange(before?.Differences.Where(difference => difference.Kind == DifferenceKind.Candle) ?? []);
        if (row.BeginsUtc is not { } begins || row.SteppedUntilUtc is not { } until)
            return (null, null);
        var range = new TimeRange(since ?? begins, until);
        if (range.StartUtc >= range.EndUtc)
            return (since, null);
        var fetching = new BarFetcher(exchanges.For(plan.Exchange), lake, plan.Timeframe);
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        var found = new List<Difference>();
        try
        {
            foreach (var symbol in plan.Symbols)
            {
                var told = await fetching.BarsAsync(symbol, range, either.Token);
                found.AddRange(CandleComparison.Of(symbol, range, told, replay.Live(symbol)));
            }
        }
        catch (ExchangeException away)
        {
            return (since, away.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            var error =
                $"{plan.Exchange} did not return all candles within {Patience.TotalMinutes:0} minutes; the next verification tries again";
            return (since, error);
        }

        differences.AddRange(found);
        return (until, null);
    }
}
