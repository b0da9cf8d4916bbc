using Bokgi.Host.Collection;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Exchanges;
using Bokgi.Host.Platform.Schedules;
using Bokgi.Host.Platform.Schedules.Store;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Store;
using Bokgi.IntegrationTests.Tasks;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Collection;

/// <summary>When the daily collection starts, and with which request; there are no workers.</summary>
public sealed class CollectionScheduleTests : IClassFixture<SqliteStore>, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteStore store;
    private readonly TaskSetup setup;
    private readonly CandleLake lake;

    // The setup's clock shows noon of 2024-03-01 UTC.
    public CollectionScheduleTests(SqliteStore store)
    {
        using (var context = store.Database.Open())
            context.Set<ScheduleRow>().ExecuteDelete();
        (this.store, setup, lake) = (store, new TaskSetup(store), new CandleLake(folder.Path));
        SampleLake.WriteHours(folder.Path, "BTC_KRW", 3);
        SampleLake.WriteHours(folder.Path, "ETH_KRW", 3);
        SampleLake.WriteDays(folder.Path, "ETH_KRW", 3);
        SampleLake.WriteHours(folder.Path, "MADE_KRW", 3);
        RecordSource("BTC_KRW", "1H", "upbit");
        RecordSource("ETH_KRW", "1D", "binance");
        RecordSource("MADE_KRW", "1H", CollectionRecord.Synthetic);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Check_OverTwoDays_StartsOncePerDayAtTheSetTime()
    {
        var schedule = CreateSchedule(CreateScheduledCollection());
        schedule.FindNextTime(CollectionJob.JobName).ShouldBe(new DateTime(2024, 3, 2, 9, 0, 0));

        AdvanceUntil(schedule, new DateTime(2024, 3, 2, 8, 59, 0));
        Tasks().ShouldBeEmpty();
        AdvanceUntil(schedule, new DateTime(2024, 3, 2, 9, 0, 0));
        var first = Tasks().ShouldHaveSingleItem();
        AdvanceUntil(schedule, new DateTime(2024, 3, 3, 8, 0, 0));
        Tasks().Count.ShouldBe(1);
        setup.Cancel(first.TaskId);
        AdvanceUntil(schedule, new DateTime(2024, 3, 3, 9, 0, 10));

        Tasks().Count.ShouldBe(2);
        first.IdempotencyKey.ShouldBe("schedule:2024-03-02");
        schedule.FindNextTime(CollectionJob.JobName).ShouldBe(new DateTime(2024, 3, 4, 9, 0, 0));
    }

    [Fact]
    public async Task Check_OnManyServers_StartsOneCollection()
    {
        Schedule[] servers = [.. Enumerable.Range(0, 4).Select(_ => CreateSchedule(CreateScheduledCollection()))];
        await CheckAsync(servers[0]); // a new job waits for its next time
        setup.Clock.Advance(TimeSpan.FromHours(22)); // to 10:00, an hour after the set time

        await Task.WhenAll(servers.Select(server => Task.Run(() => CheckAsync(server))));

        Tasks().Count.ShouldBe(1);
    }

    [Fact]
    public void Check_PreviousCollectionStillRunning_SkipsTheDay()
    {
        var schedule = CreateSchedule(CreateScheduledCollection());
        AdvanceUntil(schedule, new DateTime(2024, 3, 3, 10, 0, 0));

        Tasks().Count.ShouldBe(1);
    }

    [Fact]
    public void Series_WithoutSettings_AreAllThatWereCollectedFromAnExchange() =>
        SeriesNames(CreateScheduledCollection()).ShouldBe(["upbit BTC_KRW 1H", "binance ETH_KRW 1D"]);

    [Fact]
    public void Series_NamedInSettings_KeepTheExchangeTheyCameFrom() =>
        SeriesNames(CreateScheduledCollection(("SCHEDULER_SYMBOLS", "ETH_KRW,KRW-XRP"), ("SCHEDULER_TIMEFRAMES", "1d,1h")))
            .ShouldBe(["binance ETH_KRW 1D", "upbit ETH_KRW 1H", "upbit XRP_KRW 1D", "upbit XRP_KRW 1H"]);

    [Fact]
    public async Task Trigger_NothingWasCollected_NamesTheSettings()
    {
        var nothingToCollect = CreateScheduledCollection(("SCHEDULER_SYMBOLS", "NONE_KRW"));

        (await Should.ThrowAsync<InvalidInputException>(nothingToCollect.TriggerAsync)).Message.ShouldContain(
            "SCHEDULER_SYMBOLS and SCHEDULER_TIMEFRAMES"
        );
        AdvanceUntil(CreateSchedule(nothingToCollect), new DateTime(2024, 3, 2, 9, 0, 0));
        Tasks().ShouldBeEmpty();
    }

    [Fact]
    public async Task Trigger_Twice_IsAConflictUntilTheFirstHasEnded()
    {
        var scheduled = CreateScheduledCollection();
        var first = await scheduled.TriggerAsync();

        (await Should.ThrowAsync<ConflictException>(scheduled.TriggerAsync)).Message.ShouldContain(first.TaskId);
        setup.Cancel(first.TaskId);

        (await scheduled.TriggerAsync()).TaskId.ShouldNotBe(first.TaskId);
    }

    private static IEnumerable<string> SeriesNames(ScheduledCollection scheduled) =>
        scheduled.FindSeries().Select(series => $"{series.Exchange} {series}");

    // Advances the clock minute by minute.
    private void AdvanceUntil(Schedule schedule, DateTime time)
    {
        for (; setup.Clock.GetUtcNow().UtcDateTime < time; setup.Clock.Advance(TimeSpan.FromMinutes(1)))
            Check();
        Check();

        void Check() => CheckAsync(schedule).GetAwaiter().GetResult();
    }

    private IReadOnlyList<TaskRow> Tasks() => setup.Tasks.ListAsync(state: null, new(Limit: 100, Offset: 0)).GetAwaiter().GetResult().Tasks;

    private Schedule CreateSchedule(ScheduledCollection scheduled) =>
        new(
            [new CollectionJob(store.Settings, scheduled, NullLogger<CollectionJob>.Instance)],
            new ScheduleStore(store.Database, setup.Clock),
            store.Settings,
            setup.Clock,
            NullLogger<Schedule>.Instance
        );

    private static async Task CheckAsync(Schedule schedule) => await await schedule.CheckAsync(CancellationToken.None);

    private ScheduledCollection CreateScheduledCollection(params (string Name, string Value)[] values)
    {
        var settings = HostSettings.Read(
            folder.Path,
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.ToDictionary(setting => setting.Name, setting => (string?)setting.Value))
                .Build()
        );
        var connections = new ExchangeConnections(settings, setup.Clock, (_, _) => throw new InvalidOperationException("no exchange here"));
        var collectionTask = new CollectionTask(
            lake,
            new CandleCollector(lake, connections, setup.Clock),
            new CollectionSplitter(lake, connections),
            store.Database
        );
        var queue = new TaskQueue(setup.Tasks, TaskSetup.CreateQueueStorage(), [collectionTask], NullLogger<TaskQueue>.Instance);
        return new ScheduledCollection(settings, lake, setup.Tasks, queue);
    }

    private void RecordSource(string symbol, string timeframe, string source) =>
        lake.UpdateCollectionRecord(Symbol.Parse(symbol), Timeframe.Parse(timeframe), _ => CollectionRecord.Empty(source));
}
