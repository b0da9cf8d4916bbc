using Bokgi.Host.Collection;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Exchanges;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Store;
using Bokgi.IntegrationTests.Tasks;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Hangfire.InMemory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Collection;

/// <summary>When the daily collection starts, and with which request; there are no workers.</summary>
public sealed class CollectionScheduleTests : IClassFixture<SqliteStore>, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteStore house;
    private readonly TaskBench bench;
    private readonly CandleLake lake;

    // The clock shows noon of 2024-03-01 UTC.
    public CollectionScheduleTests(SqliteStore house)
    {
        (this.house, bench, lake) = (house, new TaskBench(house), new CandleLake(folder.Path));
        SmallLake.WriteHours(folder.Path, "BTC_KRW", 3);
        SmallLake.WriteHours(folder.Path, "ETH_KRW", 3);
        SmallLake.WriteDays(folder.Path, "ETH_KRW", 3);
        SmallLake.WriteHours(folder.Path, "MADE_KRW", 3);
        Record("BTC_KRW", "1H", "upbit");
        Record("ETH_KRW", "1D", "binance");
        Record("MADE_KRW", "1H", CollectionRecord.Synthetic);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Look_OverTwoDays_BeginsOnceADayAtItsTime()
    {
        var schedule = Schedule(Scheduled());
        schedule.NextUtc.ShouldBe(new DateTime(2024, 3, 2, 9, 0, 0));

        Until(schedule, new DateTime(2024, 3, 2, 8, 59, 0));
        Tasks().ShouldBeEmpty();
        Until(schedule, new DateTime(2024, 3, 2, 9, 0, 0));
        var first = Tasks().ShouldHaveSingleItem();
        Until(schedule, new DateTime(2024, 3, 3, 8, 0, 0));
        Tasks().Count.ShouldBe(1);
        bench.Cancel(first.TaskId);
        Until(schedule, new DateTime(2024, 3, 3, 9, 0, 10));

        Tasks().Count.ShouldBe(2);
        first.IdempotencyKey.ShouldBe("schedule:2024-03-02");
        schedule.NextUtc.ShouldBe(new DateTime(2024, 3, 4, 9, 0, 0));
    }

    [Fact]
    public async Task Look_OfManyServers_BeginsOne()
    {
        CollectionSchedule[] servers = [.. Enumerable.Range(0, 4).Select(_ => Schedule(Scheduled()))];
        bench.Clock.Advance(TimeSpan.FromHours(22));

        await Task.WhenAll(servers.Select(server => Task.Run(server.LookAsync)));

        Tasks().Count.ShouldBe(1);
    }

    [Fact]
    public void Look_WhileTheOneBeforeIsAtWork_LeavesTheDayOut()
    {
        var schedule = Schedule(Scheduled());
        Until(schedule, new DateTime(2024, 3, 3, 10, 0, 0));

        Tasks().Count.ShouldBe(1);
    }

    [Fact]
    public void Series_WithoutSettings_AreThoseThatCameFromAnExchange() =>
        Names(Scheduled()).ShouldBe(["upbit BTC_KRW 1H", "binance ETH_KRW 1D"]);

    [Fact]
    public void Series_NamedInSettings_AreThoseAndKeepTheirSource() =>
        Names(Scheduled(("SCHEDULER_SYMBOLS", "ETH_KRW,KRW-XRP"), ("SCHEDULER_TIMEFRAMES", "1d,1h")))
            .ShouldBe(["binance ETH_KRW 1D", "upbit ETH_KRW 1H", "upbit XRP_KRW 1D", "upbit XRP_KRW 1H"]);

    [Fact]
    public async Task Trigger_NothingWasCollected_SaysHowToNameIt()
    {
        var empty = Scheduled(("SCHEDULER_SYMBOLS", "NONE_KRW"));

        (await Should.ThrowAsync<RefusedInputException>(empty.TriggerAsync)).Message.ShouldContain(
            "SCHEDULER_SYMBOLS and SCHEDULER_TIMEFRAMES"
        );
        Until(Schedule(empty), new DateTime(2024, 3, 2, 9, 0, 0));
        Tasks().ShouldBeEmpty();
    }

    [Fact]
    public async Task Trigger_Twice_IsAConflictUntilTheFirstHasEnded()
    {
        var scheduled = Scheduled();
        var first = await scheduled.TriggerAsync();

        (await Should.ThrowAsync<ConflictException>(scheduled.TriggerAsync)).Message.ShouldContain(first.TaskId);
        bench.Cancel(first.TaskId);

        (await scheduled.TriggerAsync()).TaskId.ShouldNotBe(first.TaskId);
    }

    private static IEnumerable<string> Names(ScheduledCollection scheduled) =>
        scheduled.Series().Select(series => $"{series.Exchange} {series}");

    // Advances the clock minute by minute.
    private void Until(CollectionSchedule schedule, DateTime time)
    {
        for (; bench.Clock.GetUtcNow().UtcDateTime < time; bench.Clock.Advance(TimeSpan.FromMinutes(1)))
            Look();
        Look();

        void Look() => schedule.LookAsync().GetAwaiter().GetResult();
    }

    private IReadOnlyList<TaskRow> Tasks() => bench.Tasks.ListAsync(state: null, new(100, 0)).GetAwaiter().GetResult().Tasks;

    private CollectionSchedule Schedule(ScheduledCollection scheduled) =>
        new(house.Settings, scheduled, bench.Clock, NullLogger<CollectionSchedule>.Instance);

    private ScheduledCollection Scheduled(params (string Name, string Value)[] values)
    {
        var settings = HostSettings.Read(
            folder.Path,
            new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(each => each.Name, each => (string?)each.Value)).Build()
        );
        var links = new ExchangeConnections(settings, bench.Clock, (_, _) => throw new InvalidOperationException("no exchange here"));
        var kind = new CollectionTask(
            lake,
            new CandleCollector(lake, links, bench.Clock),
            new CollectionSplitter(lake, links),
            house.Database
        );
        var desk = new TaskQueue(bench.Tasks, new InMemoryStorage(), [kind], NullLogger<TaskQueue>.Instance);
        return new ScheduledCollection(settings, lake, bench.Tasks, desk);
    }

    private void Record(string symbol, string timeframe, string source) =>
        lake.Record(Symbol.Parse(symbol), Timeframe.Parse(timeframe), _ => CollectionRecord.Of(source));
}
