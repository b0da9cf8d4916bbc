using Bokgi.Host.PaperTrading.Feed;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;
using Bokgi.Host.Platform.Errors;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Lake;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Fuzzing;

/// <summary>
/// Damaged collection records, and damaged states and logs of paper trading sessions, must be read, ignored or refused.
/// </summary>
[Collection(NotInParallel.Name)]
public sealed class StateFuzzTests
{
    // The JSON member in which a collection record stores its CoveredRanges.
    private const string CoveredRangesMember = "asked";

    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");
    private static readonly long Start = TemporaryLake.TimeOf("2024-01-01T00:00Z");

    [Fact]
    public void CollectionRecord_Damaged_IsReadOrIgnored()
    {
        using var temp = new TemporaryLake();
        var path = temp.PathOf("BTC_KRW/1H/.collected.json");
        var day = new TimeRange(Start, Start + UnixTime.MicrosecondsPerDay);
        temp.Lake.UpdateCollectionRecord(
            Bitcoin,
            Timeframe.OneHour,
            _ => CollectionRecord.Empty("upbit").WithCovered(day),
            TestContext.Current.CancellationToken
        );
        Fuzz.Run(
            "collection-record",
            50,
            [File.ReadAllBytes(path)],
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                _ = temp.Lake.GetCollectionRecord(Bitcoin, Timeframe.OneHour);
            },
            isExpected: _ => false
        );
    }

    [Theory]
    [InlineData(5_000_000, "[],")]
    [InlineData(100_000, "[\"2024-01-01T00:00:00Z\",\"2024-01-01T00:00:00Z\"],")]
    public void CollectionRecord_FarTooLarge_IsIgnored(int rangeCount, string range)
    {
        using var temp = new TemporaryLake();
        File.WriteAllText(
            temp.PathOf("BTC_KRW/1H/.collected.json"),
            $"{{\"source\":\"upbit\",\"{CoveredRangesMember}\":[{string.Concat(Enumerable.Repeat(range, rangeCount)).TrimEnd(',')}]}}"
        );

        Bombs
            .Allocations.Measure(() => temp.Lake.GetCollectionRecord(Bitcoin, Timeframe.OneHour).ShouldBeNull())
            .ShouldBeLessThan(Bombs.Allocations.Mebibyte);
    }

    // The ranges are in descending order and cover every second minute, so that no two can be joined. Reading them must not take quadratic
    // time.
    [Fact]
    public void CollectionRecord_ManyRanges_IsRead()
    {
        using var temp = new TemporaryLake();
        var ranges = Enumerable
            .Range(0, 60_000)
            .Select(i => Start + (i * 120_000_000L))
            .Select(from => $"[\"{UnixTime.Format(from)}\",\"{UnixTime.Format(from + 60_000_000)}\"]");
        File.WriteAllText(
            temp.PathOf("BTC_KRW/1H/.collected.json"),
            $"{{\"source\":\"upbit\",\"{CoveredRangesMember}\":[{string.Join(',', ranges.Reverse())}]}}"
        );

        temp.Lake.GetCollectionRecord(Bitcoin, Timeframe.OneHour).ShouldNotBeNull().CoveredRanges.Count.ShouldBe(60_000);
    }

    [Theory]
    [InlineData("volume_long_candle")]
    [InlineData("volume_zone_breakout")]
    public void SessionState_Damaged_IsRestoredOrRefused(string strategy)
    {
        var plan = Plan(strategy);
        var session = new PaperSession(plan);
        session.Step([.. Enumerable.Range(0, 60).Select(Candle)]);
        Fuzz.Run(
            $"state-{strategy}",
            25,
            [session.Save()],
            bytes => PaperSession.Restore(plan, bytes).Step([.. Enumerable.Range(60, 60).Select(Candle)]),
            // OverflowException: the damaged state contains an amount that is too large for decimal.
            e => e is InvalidDataException or UnknownStateException or OverflowException
        );
    }

    [Fact]
    public void SessionLog_Damaged_IsReplayedOrReportedAsDamaged()
    {
        var plan = Plan("volume_long_candle");
        var warmup = LogEntryCandles.Encode([.. Enumerable.Range(0, 30).Select(i => Candle(i).Candle)]);
        Fuzz.Run(
            "session-log",
            50,
            [LogEntryCandles.Encode([.. Enumerable.Range(30, 60).Select(Candle)], plan.Symbols)],
            bars =>
            {
                var replay = new SessionReplay(plan, [Entry(0, LogEntryKind.Warmup, warmup), Entry(1, LogEntryKind.Bars, bars)]);
                _ = replay.Run(plan.Pairs[0]);
            },
            e => e is LostDataException && e.Message.StartsWith("entry 1 of the session's log is damaged", StringComparison.Ordinal)
        );
    }

    private static PaperEntryRow Entry(long sequence, LogEntryKind kind, byte[] data) =>
        new()
        {
            Sequence = sequence,
            Kind = kind,
            TimeUtc = Start,
            Symbol = kind == LogEntryKind.Warmup ? Bitcoin.Code : null,
            Data = data,
            Equity = 0,
            CreatedUtc = Start,
        };

    private static SessionPlan Plan(string strategy)
    {
        var form = new SessionForm
        {
            Symbols = ["BTC_KRW"],
            Strategies = new() { ["BTC_KRW"] = [new PairForm { StrategyName = strategy }] },
        };
        return SessionRequest.Of(form, SessionRequestReader.Read(form), new Dictionary<string, double>()).ToPlan();
    }

    private static SessionCandle Candle(int i)
    {
        var isLongCandle = i % 13 == 5;
        var open = 100 + (i % 7) + (isLongCandle ? 9 : 0);
        var candle = new Candle(Start + (i * 60_000_000L), open, open + 12, open - 3, open + 10, isLongCandle ? 500 : 10);
        return new SessionCandle(Bitcoin, candle, IsFetched: false, IsLate: false);
    }
}
