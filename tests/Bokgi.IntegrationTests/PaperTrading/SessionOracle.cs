using Bokgi.Backtesting;
using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Trading;
using Shouldly;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>The expected trades of a session: those of a backtest over candles that did not pass through the session.</summary>
internal static class SessionOracle
{
    /// <summary>All properties of a trade that must match.</summary>
    public static (long EntryUtc, long ExitUtc, double EntryPrice, double ExitPrice, double Quantity, ExitReason Reason) ComparedFields(
        in Trade trade
    ) => (trade.EntryTimeUtc, trade.ExitTimeUtc, trade.EntryPrice, trade.ExitPrice, trade.Quantity, trade.ExitReason);

    /// <inheritdoc cref="ComparedFields(in Trade)"/>
    public static (long EntryUtc, long ExitUtc, double EntryPrice, double ExitPrice, double Quantity, ExitReason Reason) ComparedFields(
        PaperTradeRow trade
    ) => (trade.EntryUtc, trade.ExitUtc, trade.EntryPrice, trade.ExitPrice, trade.Quantity, trade.ExitReason);

    /// <summary>The live candles of a session's log.</summary>
    public static IEnumerable<SessionCandle> LoggedCandles(SessionPlan plan, PaperQueries.StoredSession stored) =>
        stored
            .Entries.Where(entry => entry.Kind == LogEntryKind.Bars)
            .SelectMany(entry => LogEntryCandles.DecodeSessionCandles(entry.Data!, plan.Symbols));

    /// <summary>
    /// Checks that no bar is missing, duplicated or changed, and that the trades are those of the backtester over the same range.
    /// </summary>
    /// <param name="plan">The session.</param>
    /// <param name="stored">Everything that is stored about the session.</param>
    /// <param name="exchangeCandles">Returns the exchange's candles of a symbol in a range.</param>
    /// <returns>How many trades were compared.</returns>
    public static int ShouldMatchBacktest(
        SessionPlan plan,
        PaperQueries.StoredSession stored,
        Func<Symbol, TimeRange, IEnumerable<Candle>> exchangeCandles
    )
    {
        // The range of all bars that the session has processed.
        var range = new TimeRange(stored.Row.BeginsUtc!.Value, stored.Row.SteppedUntilUtc!.Value);
        stored.Entries.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(0, (int)stored.Row.LogLength).Select(i => (long)i));
        var logged = LoggedCandles(plan, stored).ToLookup(candle => candle.Symbol, candle => candle.Candle);
        foreach (var symbol in plan.Symbols)
        {
            var (actual, expected) = (logged[symbol].ToList(), exchangeCandles(symbol, range).ToList());
            actual.Except(expected).Concat(expected.Except(actual)).ShouldBeEmpty($"{symbol}"); // fails with the differing bars only
            actual.ShouldBe(expected);
        }

        return plan.Pairs.Sum(pair => ShouldTradeAsBacktest(plan, pair, range, stored, exchangeCandles));
    }

    private static int ShouldTradeAsBacktest(
        SessionPlan plan,
        PairPlan pair,
        TimeRange range,
        PaperQueries.StoredSession stored,
        Func<Symbol, TimeRange, IEnumerable<Candle>> exchangeCandles
    )
    {
        var warmup = exchangeCandles(pair.Symbol, new TimeRange(long.MinValue, range.StartUtc)).TakeLast(plan.WarmUpBars(pair.Symbol));
        using var series = CandleSeries.FromCandles(pair.Symbol, plan.Timeframe, [.. warmup, .. exchangeCandles(pair.Symbol, range)]);
        using var replay = new PairReplay();
        replay.Run(
            series,
            new BacktestRequest
            {
                Strategy = pair.Strategy,
                Parameters = pair.Parameters,
                Symbols = [pair.Symbol],
                Timeframe = plan.Timeframe,
                Range = range,
                Account = plan.AccountOf(pair.Symbol),
                InitialCash = plan.CashPerPair,
            },
            plan.CashPerPair
        );
        // Trades that were closed only because the backtest or the session ended are not compared, because the two close them differently.
        var expected = replay
            .Trades.Where(trade => trade.ExitReason != ExitReason.EndOfData)
            .Select(trade => ComparedFields(trade))
            .ToList();
        stored
            .Trades.Where(trade => pair.Owns(trade.PositionId))
            .Where(trade => trade.ExitReason != ExitReason.SessionEnd)
            .Select(ComparedFields)
            .ShouldBe(expected, $"{pair.Symbol} {pair.Strategy.Name}");
        return expected.Count;
    }
}
