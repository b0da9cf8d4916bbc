using System.Collections.Concurrent;
using Bokgi.Host.Platform.Schedules;
using Bokgi.Host.Platform.Schedules.Store;
using Bokgi.IntegrationTests.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Schedules;

public sealed class SqliteScheduleTests(SqliteStore fixture) : ScheduleTests(fixture), IClassFixture<SqliteStore>;

public sealed class PostgresScheduleTests(PostgresStore fixture) : ScheduleTests(fixture), IClassFixture<PostgresStore>;

/// <summary>Scheduled jobs of several servers that share a database. Runs on each database engine.</summary>
public abstract class ScheduleTests : IDisposable
{
    // LivenessMonitor reads the number of heartbeats in the first check and expects a change in the next five.
    private const int ChecksUntilExpired = 6;

    private readonly StoreFixture fixture;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly RecordingJob job = new();
    private readonly List<Schedule> servers = [];

    protected ScheduleTests(StoreFixture fixture)
    {
        this.fixture = fixture;
        using var context = fixture.Database.Open();
        context.Set<ScheduleRow>().ExecuteDelete();
    }

    public void Dispose()
    {
        foreach (var server in servers)
            server.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Check_ManyServers_RunTheJobOnceADay()
    {
        for (var server = 0; server < 4; server++)
            await CheckAsync(AddServer());
        job.Runs.ShouldBeEmpty("a new job waits for its next time");
        for (var day = 1; day <= 3; day++)
        {
            clock.Advance(TimeSpan.FromDays(1));
            await Task.WhenAll(servers.Select(server => Task.Run(() => CheckAsync(server))));
            job.Runs.Count.ShouldBe(day);
        }

        job.Runs.ShouldBe([new DateTime(2026, 1, 2), new DateTime(2026, 1, 3), new DateTime(2026, 1, 4)]);
    }

    [Fact]
    public async Task Check_FirstServerAfterSeveralDays_RunsTheMissedJobOnce()
    {
        await CheckAsync(AddServer());
        clock.Advance(TimeSpan.FromDays(5));
        var serverStartedLater = AddServer();

        await CheckAsync(serverStartedLater);
        await CheckAsync(serverStartedLater);

        job.Runs.ShouldBe([new DateTime(2026, 1, 2)]);
        (await serverStartedLater.ListAsync()).ShouldHaveSingleItem().NextUtc.ShouldBe(new DateTime(2026, 1, 7));
    }

    [Fact]
    public async Task Check_ServerDiesDuringARun_AnotherServerRunsTheJobAgain()
    {
        await CheckAsync(AddServer());
        clock.Advance(TimeSpan.FromDays(1));
        var firstRun = job.BlockNext();
        _ = await AddServer().CheckAsync(CancellationToken.None); // the clock does not advance any more, so the server sends no heartbeats
        job.WaitForRuns(1);
        var otherServer = AddServer();
        for (var check = 1; check < ChecksUntilExpired; check++)
            await CheckAsync(otherServer);
        job.Runs.Count.ShouldBe(1);

        await CheckAsync(otherServer);

        job.Runs.Count.ShouldBe(2);
        firstRun.SetResult();
        var row = (await otherServer.ListAsync()).ShouldHaveSingleItem().Row;
        (row.Owner, row.HasFailed).ShouldBe((null, false));
    }

    [Fact]
    public async Task Check_JobFails_FailureIsRecordedAndJobRunsAgainTheNextDay()
    {
        var server = AddServer();
        await CheckAsync(server);
        job.Failure = new InvalidOperationException("broken");
        clock.Advance(TimeSpan.FromDays(1));
        await CheckAsync(server);
        (await server.ListAsync())[0].Row.HasFailed.ShouldBeTrue();
        job.Failure = null;
        await CheckAsync(server);
        job.Runs.Count.ShouldBe(1);
        clock.Advance(TimeSpan.FromDays(1));

        await CheckAsync(server);

        (await server.ListAsync())[0].Row.HasFailed.ShouldBeFalse();
        job.Runs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Check_EndOfARunCannotBeStored_SameServerRunsTheJobAgain()
    {
        var server = AddServer();
        await CheckAsync(server);
        clock.Advance(TimeSpan.FromDays(1));
        var firstRun = job.BlockNext();
        var run = await server.CheckAsync(CancellationToken.None);
        job.WaitForRuns(1);
        await using (var otherContext = fixture.Database.Open())
        {
            await using var transaction = await otherContext.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await otherContext
                .Set<ScheduleRow>()
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.HasFailed, false), TestContext.Current.CancellationToken); // locks the row
            firstRun.SetResult();
            await run;
        }

        await CheckAsync(server);

        job.Runs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Check_ServerStopsDuringARun_AnotherServerRunsTheJobAtOnce()
    {
        await CheckAsync(AddServer());
        clock.Advance(TimeSpan.FromDays(1));
        using var stop = new CancellationTokenSource();
        job.BlockNext();
        var run = await AddServer().CheckAsync(stop.Token);
        job.WaitForRuns(1);
        await stop.CancelAsync();
        await run;

        await CheckAsync(AddServer());

        job.Runs.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", null)]
    [InlineData("2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z", null)]
    [InlineData("2026-01-01T12:00:00Z", "2026-01-04T00:00:00Z", DayOfWeek.Sunday)]
    [InlineData("2026-01-04T00:00:00Z", "2026-01-11T00:00:00Z", DayOfWeek.Sunday)]
    public void NextAfter_DueAtMidnight_IsTheNextMidnightOnAnAllowedDay(string from, string next, DayOfWeek? day) =>
        new RecurringTime(0, 0, day).NextAfter(Utc(from)).ShouldBe(Utc(next));

    private static DateTime Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;

    // Lets the server check once, and waits for the run that it starts.
    private static async Task CheckAsync(Schedule server) => await await server.CheckAsync(CancellationToken.None);

    private Schedule AddServer()
    {
        var server = new Schedule(
            [job],
            new ScheduleStore(fixture.Database, clock),
            fixture.Settings,
            clock,
            NullLogger<Schedule>.Instance
        );
        servers.Add(server);
        return server;
    }

    /// <summary>A job that is due at midnight and records its runs.</summary>
    private sealed class RecordingJob : IScheduledJob
    {
        private readonly ConcurrentQueue<DateTime> runs = new();
        private readonly SemaphoreSlim startedRuns = new(0);
        private TaskCompletionSource? block;

        public IReadOnlyList<DateTime> Runs => [.. runs];

        public Exception? Failure { get; set; }

        public string Name => "recording";

        public bool IsEnabled => true;

        public DateTime NextAfter(DateTime utc) => new RecurringTime(0, 0).NextAfter(utc);

        /// <summary>Blocks the next run until the caller sets the result of the returned source.</summary>
        public TaskCompletionSource BlockNext() => block = new TaskCompletionSource();

        public void WaitForRuns(int count)
        {
            for (var run = 0; run < count; run++)
                startedRuns.Wait(TestTimeout.Value).ShouldBeTrue();
        }

        public async Task RunAsync(DateTime dueUtc, CancellationToken cancel)
        {
            var blockOfThisRun = Interlocked.Exchange(ref block, null);
            runs.Enqueue(dueUtc);
            startedRuns.Release();
            if (blockOfThisRun is not null)
                await blockOfThisRun.Task.WaitAsync(cancel);
            if (Failure is { } failure)
                throw failure;
        }
    }
}
