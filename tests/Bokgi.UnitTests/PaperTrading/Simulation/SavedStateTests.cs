using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Trading;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.PaperTrading.Simulation;

/// <summary>
/// A session continues from any saved state as if it had never stopped, even if an earlier version of the program saved it.
/// </summary>
public sealed class SavedStateTests
{
    private const int FirstBar = 10;
    private const int LastBar = 89;

    // The request as stored in the session's row.
    private const string Request = """
        {
            "form": {
                "exchange": "upbit", "symbols": ["BTC_KRW", "ETH_KRW"], "timeframe": "1M", "execution": "next_open", "costs": "upbit",
                "strategies": {
                    "BTC_KRW": [
                        {"strategy_name": "volume_long_candle", "params": {"vol_ma_window": 5, "hold_period_bars": 6}},
                        {"strategy_name": "volume_zone_breakout", "params": {"volume_window": 6, "hold_period_bars": 4}}
                    ],
                    "ETH_KRW": [{"strategy_name": "volume_long_candle", "params": {"vol_ma_window": 4, "hold_period_bars": 9}}]
                },
                "slippage_rate": 0.0003, "initial_cash": 3000000, "stop_loss_pct": 0.05
            },
            "quantity_steps": {}
        }
        """;

    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");
    private static readonly Symbol Ether = Symbol.Parse("ETH_KRW");
    private static readonly long Start = UnixTime.FromDateTime(new DateTime(2025, 9, 10, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>States in version 1 of the format, each with the bar after which it was saved.</summary>
    public static TheoryData<int, string> OldStates
    {
        get
        {
            var path = Path.Combine(SharedData.RepositoryRoot, "tests/Bokgi.UnitTests/PaperTrading/Simulation/states.v1.txt");
            return [.. File.ReadLines(path).Select(line => line.Split(' ')).Select(parts => (int.Parse(parts[0], null), parts[1]))];
        }
    }

    // At bar 27 an entry is pending and two positions are open; at bar 34 two entries are pending; at bar 48 a coin is switched off.
    [Theory]
    [MemberData(nameof(OldStates))]
    public void Restore_StateOfVersion1_GivesTheResultsOfThatVersion(int bar, string state)
    {
        var session = PaperSession.Restore(SessionRequest.FromJson(Request).ToPlan(), Convert.FromBase64String(state));
        session.Save().ShouldBe(SessionAfter(bar).Save());

        var events = Step(session, bar + 1, LastBar);

        // The results of the version that saved the state, which ran to the last bar without a restart.
        session.Equity.ShouldBe(2913627.407951177);
        session.Figures.FeesPaid.ShouldBe(21715.554898825000m);
        session.Figures.RealizedPnl.ShouldBe(-86372.592048825000m);
        session.Figures.Trades.ShouldBe(22);
        session.LateTrades.ShouldBe(3);
        var lastClosed = events.OfType<SessionEvent.Closed>().Last();
        lastClosed.Pair.PositionId(lastClosed.Trade.EntryBar).ShouldBe("1-73"); // pair 1, entered at bar 73
        (lastClosed.BookEntry.EntryFee, lastClosed.BookEntry.ExitFee).ShouldBe((496.885610830000m, 494.644481170000m));
        (lastClosed.BookEntry.SlippageAmount, lastClosed.BookEntry.RealizedPnl).ShouldBe((601.51532m, -5473.789412000000m));
        session.Save().ShouldBe(SessionAfter(LastBar).Save());
    }

    [Fact]
    public void Restore_AfterAnyBar_ContinuesBitForBit()
    {
        var plan = SessionRequest.FromJson(Request).ToPlan();
        var (session, restored) = (WarmedUpSession(), WarmedUpSession());
        for (var bar = FirstBar; bar <= LastBar; bar++)
        {
            restored = PaperSession.Restore(plan, restored.Save());
            Trades(Step(restored, bar, bar)).ShouldBe(Trades(Step(session, bar, bar)));
            restored.Save().ShouldBe(session.Save());
        }
    }

    [Fact]
    public void Restore_OfALaterVersion_IsRefused()
    {
        var state = SessionAfter(20).Save();
        state[0] = 3; // the version
        Should
            .Throw<UnknownStateException>(() => PaperSession.Restore(SessionRequest.FromJson(Request).ToPlan(), state))
            .Message.ShouldContain("in format 3");
    }

    private static PaperSession SessionAfter(int lastBar)
    {
        var session = WarmedUpSession();
        Step(session, FirstBar, lastBar);
        return session;
    }

    private static PaperSession WarmedUpSession()
    {
        var session = new PaperSession(SessionRequest.FromJson(Request).ToPlan());
        foreach (var symbol in new[] { Bitcoin, Ether })
            session.WarmUp(symbol, [.. Enumerable.Range(0, FirstBar).Select(i => Candle(symbol, i).Candle)]);
        return session;
    }

    // Every session has the same interventions and late trades at the same bars, so that the sessions are comparable.
    private static List<SessionEvent> Step(PaperSession session, int from, int to)
    {
        var events = new List<SessionEvent>();
        for (var bar = from; bar <= to; bar++)
        {
            if (bar == 30)
                session.Intervene(LogEntryKind.SwitchOff, Ether, null);
            if (bar == 40)
                session.LateTrades += 3;
            if (bar == 55)
                session.Intervene(LogEntryKind.SwitchOn, Ether, null);
            events.AddRange(session.Step([Candle(Bitcoin, bar), Candle(Ether, bar)]));
        }

        return events;
    }

    // Clears the position's id, because each process starts numbering positions from 1 again.
    private static IEnumerable<(string Pair, Trade Trade, Position Money, bool IsLate)> Trades(IEnumerable<SessionEvent> events) =>
        events
            .OfType<SessionEvent.Closed>()
            .Select(closed =>
                (closed.Pair.PositionId(closed.Trade.EntryBar), closed.Trade, closed.BookEntry with { Id = 0 }, closed.IsLate)
            );

    private static SessionCandle Candle(Symbol symbol, int i)
    {
        // Every eleventh bar rises by 3 % on a high volume, for signals; Ether's bars do so four bars earlier than Bitcoin's.
        var isSurge = (i + (symbol == Ether ? 4 : 0)) % 11 == 5;
        var open = (symbol == Ether ? 4_000_000 : 100_000_000) * (1 + (0.004 * (i % 7)));
        var close = open * (isSurge ? 1.03 : 0.999);
        var (high, low) = (Math.Max(open, close) * 1.002, Math.Min(open, close) * 0.997);
        var candle = new Candle(Start + (i * 60_000_000L), open, high, low, close, isSurge ? 50.5 : 10 + (i % 3));
        return new SessionCandle(symbol, candle, IsFetched: false, IsLate: i % 17 == 0);
    }
}
