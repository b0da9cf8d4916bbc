using Bokgi.Host.Health;
using Bokgi.Host.Health.Checks;
using Bokgi.Host.PaperTrading;
using Bokgi.Host.Platform;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Health;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Storage;
using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Storage;
using Bokgi.IntegrationTests.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Monitoring;

/// <summary>Each health check, once when all is well and once when it is not.</summary>
public sealed class HealthCheckTests(PostgresServer postgres) : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly AdvanceableClock clock = new();
    private readonly List<ServiceProvider> createdServices = [];

    public void Dispose()
    {
        foreach (var services in createdServices)
            services.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public async Task Workers_OneIsSilent_IsCriticalFromThirtySecondsOn(int seconds, bool isCritical)
    {
        var services = CreateServices();
        await services.GetRequiredService<WorkerStore>().RecordHeartbeatAsync(Worker("w-1"));
        clock.Advance(TimeSpan.FromSeconds(seconds));

        var finding = await CheckAsync(services, "workers");

        finding.Level.ShouldBe(isCritical ? HealthLevel.Critical : HealthLevel.Ok);
        finding.Values["silent"].ShouldBe(isCritical ? 1 : 0);
        if (isCritical)
            finding.Text.En.ShouldBe("silent workers: w-1 (30 s); check their machines and logs");
    }

    [Fact]
    public async Task Workers_NewWorkerReplacesASilentOne_SilentOneIsNotCounted()
    {
        var services = CreateServices();
        var store = services.GetRequiredService<WorkerStore>();
        await store.RecordHeartbeatAsync(Worker("before"));
        clock.Advance(TimeSpan.FromMinutes(5));
        (await CheckAsync(services, "workers")).Level.ShouldBe(HealthLevel.Critical);

        await store.RecordHeartbeatAsync(Worker("after"));

        var finding = await CheckAsync(services, "workers");
        (finding.Level, finding.Values["alive"], finding.Values["silent"]).ShouldBe((HealthLevel.Ok, 1, 0));
    }

    // A worker that starts later replaces one silent worker, which is then no longer reported.
    [Fact]
    public async Task Workers_TwoSilentAndOneStartedLaterOnAnotherMachine_NamesOnlyOneSilent()
    {
        var services = CreateServices();
        var store = services.GetRequiredService<WorkerStore>();
        await store.RecordHeartbeatAsync(Worker("first"));
        await store.RecordHeartbeatAsync(Worker("second"));
        clock.Advance(TimeSpan.FromMinutes(1));
        await store.RecordHeartbeatAsync(Worker("third", host: "another machine"));

        var finding = await CheckAsync(services, "workers");

        finding.Text.En.ShouldBe("silent workers: second (60 s); check their machines and logs");
        (finding.Values["alive"], finding.Values["silent"]).ShouldBe((1, 1));

        clock.Advance(TimeSpan.FromMinutes(1));
        await store.RecordHeartbeatAsync(Worker("fourth"));
        finding = await CheckAsync(services, "workers");
        finding.Text.En.ShouldBe(
            "silent workers: second (120 s); check their machines and logs",
            "the third is silent, too, and the fourth replaces it"
        );
    }

    [Fact]
    public async Task Workers_HeartbeatIntervalOfOneMinute_IsCriticalAfterTwoIntervals()
    {
        var services = CreateServices();
        await services.GetRequiredService<WorkerStore>().RecordHeartbeatAsync(Worker("slow", heartbeatSeconds: 60));
        clock.Advance(TimeSpan.FromSeconds(119));
        (await CheckAsync(services, "workers")).Level.ShouldBe(HealthLevel.Ok);
        clock.Advance(TimeSpan.FromSeconds(1));

        (await CheckAsync(services, "workers")).Level.ShouldBe(HealthLevel.Critical);
    }

    [Fact]
    public async Task Queue_OldestTaskWaits_IsAWarningAfterOneMinuteAndCriticalAfterFive()
    {
        var services = CreateServices();
        await services.GetRequiredService<TaskStore>().AddAsync(new WaitingTask(), new TaskRequest("{}"));

        (await CheckAsync(services, "queue")).Level.ShouldBe(HealthLevel.Ok);
        (await CheckAsync(services, "workers")).Level.ShouldBe(HealthLevel.Critical, "no worker is alive, and a task waits");
        clock.Advance(TimeSpan.FromSeconds(60));
        (await CheckAsync(services, "queue")).Level.ShouldBe(HealthLevel.Warning);
        clock.Advance(TimeSpan.FromSeconds(240));

        var finding = await CheckAsync(services, "queue");
        (finding.Level, finding.Values["depth"], finding.Values["oldest_s"]).ShouldBe((HealthLevel.Critical, 1, 300));
        finding.Text.En.ShouldBe("the oldest task has waited for 300 s; start more workers");
    }

    [Fact]
    public async Task Clock_MachineDiffersFromPostgres_IsCritical()
    {
        var url = postgres.CreateDatabase().ConnectionString;
        (await CheckAsync(CreateServices(new OffsetClock(TimeSpan.Zero), ("DATABASE_URL", url)), "clock")).Level.ShouldBe(HealthLevel.Ok);

        var finding = await CheckAsync(CreateServices(new OffsetClock(TimeSpan.FromSeconds(-30)), ("DATABASE_URL", url)), "clock");

        finding.Level.ShouldBe(HealthLevel.Critical);
        finding.Values["difference_s"].ShouldBe(30, 5);
        finding.Text.En.ShouldStartWith("this machine's clock differs by ");
    }

    [Fact]
    public async Task Clock_NoDatabaseServer_IsNotChecked() => (await TryCheckAsync(CreateServices(), "clock")).ShouldBeNull();

    [Fact]
    public async Task Disk_Filled_IsCriticalUntilThereIsRoom()
    {
        using var disk = new SmallDisk(folder.PathOf("small"), 4_096);
        var services = CreateServices(clock, ("DATA_ROOT", folder.PathOf("small")));
        (await CheckAsync(services, "disk")).Values["used_percent"].ShouldBeLessThan(100);
        disk.Fill();

        var finding = await CheckAsync(services, "disk");
        finding.Level.ShouldBe(HealthLevel.Critical);
        finding.Text.En.ShouldBe("the disk of DATA_ROOT is 100.0% full; free up space");
        (finding.Values["used_percent"], finding.Values["free_bytes"]).ShouldBe((100, 0));
        disk.Free();

        // The check reports the fullest disk. That may now be the machine's own, which has STATE_ROOT, so the threshold is 99.9 %.
        (
            await CheckAsync(CreateServices(clock, ("DATA_ROOT", folder.PathOf("small")), ("HEALTH_DISK_PERCENT", "99.9")), "disk")
        ).Level.ShouldBe(HealthLevel.Ok);
    }

    [Theory]
    [InlineData("memory", "HEALTH_MEMORY_PERCENT")]
    [InlineData("cpu", "HEALTH_CPU_PERCENT")]
    public async Task Machine_Threshold_DecidesTheLevel(string name, string setting)
    {
        if (await TryCheckAsync(CreateServices(TimeProvider.System, (setting, "100.1")), name) is not { } measured)
            return; // the check measures on Linux only

        measured.Level.ShouldBe(HealthLevel.Ok);
        measured.Values["used_percent"].ShouldBeInRange(0, 100);
        var busy = Task.Run(() => SpinWait.SpinUntil(() => false, TimeSpan.FromSeconds(1)));
        // Warning above the first number, critical above the second; a single number is the critical one.
        (await CheckAsync(CreateServices(TimeProvider.System, (setting, "0.000001/100.1")), name)).Level.ShouldBe(HealthLevel.Warning);
        (await CheckAsync(CreateServices(TimeProvider.System, (setting, "0.000001")), name)).Level.ShouldBe(HealthLevel.Critical);
        await busy;
    }

    [Fact]
    public async Task Storage_FolderCannotBeWritten_IsCritical()
    {
        (await CheckAsync(CreateServices(), "storage")).Level.ShouldBe(HealthLevel.Ok);
        Directory.Delete(folder.PathOf("state", "results"), recursive: true);
        folder.WriteText(Path.Combine("state", "results"), "a file where the folder should be");

        var finding = await CheckAsync(CreateServices(), "storage");
        (finding.Level, finding.Text.En).ShouldBe((HealthLevel.Critical, "results cannot be written to STATE_ROOT"));
    }

    [Fact]
    public async Task Containers_OneStopped_IsCriticalAndNamed()
    {
        var socket = folder.PathOf("engine.sock");
        var states = """[{"Names":["/bokgi-backend-1"],"State":"running","Status":"Up 2 hours (healthy)"}]""";
        await using var engine = StartContainerEngine(socket, () => states);
        var check = new ContainerCheck([socket]);

        (await check.CheckAsync(TestContext.Current.CancellationToken))!.Level.ShouldBe(HealthLevel.Ok);
        states = """
            [{"Names":["/bokgi-backend-1"],"State":"running","Status":"Up 2 hours (unhealthy)"},
             {"Names":["/bokgi-worker-1"],"State":"exited","Status":"Exited (137) 5 minutes ago"},
             {"Names":["/bokgi-redis-1"],"State":"running","Status":"Up 2 hours"}]
            """;

        var finding = (await check.CheckAsync(TestContext.Current.CancellationToken))!;
        (finding.Level, finding.Values["running"], finding.Values["all"]).ShouldBe((HealthLevel.Critical, 2, 3));
        finding.Text.En.ShouldBe(
            "containers that stopped or are unhealthy: bokgi-backend-1 (Up 2 hours (unhealthy)), bokgi-worker-1 (Exited (137) 5 minutes ago)"
        );
        (await new ContainerCheck([folder.PathOf("none.sock")]).CheckAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public void Feed_ExchangeDoesNotAnswer_IsAWarningAfterTenSecondsAndCriticalAfterSixty()
    {
        var serverClock = new AdvanceableClock();
        using var server = new HttpServer { Clock = serverClock };
        var request = """{"symbols":["BTC_KRW"],"strategies":{"BTC_KRW":[{"strategy_name":"volume_long_candle"}]}}""";
        server.Send(HttpMethod.Post, "/api/simulation/start", request).Status.ShouldBeInRange(200, 201);
        var check = server.Services.GetServices<IHealthCheck>().OfType<FeedCheck>().Single();

        Level().ShouldBe(HealthLevel.Ok);
        serverClock.Advance(TimeSpan.FromSeconds(10));
        Level().ShouldBe(HealthLevel.Warning);
        serverClock.Advance(TimeSpan.FromSeconds(50));
        Level().ShouldBe(HealthLevel.Critical);

        HealthLevel Level() => check.CheckAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult()!.Level;
    }

    private static WebApplication StartContainerEngine(string socket, Func<string> states)
    {
        var builder = WebApplication.CreateSlimBuilder();
        Microsoft.AspNetCore.Hosting.WebHostBuilderKestrelExtensions.ConfigureKestrel(
            builder.WebHost,
            kestrel => kestrel.ListenUnixSocket(socket)
        );
        var app = builder.Build();
        app.MapGet("/containers/json", () => Results.Text(states(), "application/json"));
        app.StartAsync().GetAwaiter().GetResult();
        return app;
    }

    private static async Task<HealthFinding?> TryCheckAsync(IServiceProvider services, string name) =>
        (await services.GetRequiredService<HealthReporter>().RunAsync(TestContext.Current.CancellationToken))
            .Checks.Where(check => check.Name == name)
            .Select(check => check.Finding)
            .FirstOrDefault();

    private static async Task<HealthFinding> CheckAsync(IServiceProvider services, string name) =>
        (await TryCheckAsync(services, name)).ShouldNotBeNull();

    private ServiceProvider CreateServices(params (string Name, string Value)[] values) => CreateServices(clock, values);

    private ServiceProvider CreateServices(TimeProvider timeProvider, params (string Name, string Value)[] values)
    {
        var settings = new Dictionary<string, string?> { ["DATA_ROOT"] = folder.Path, ["STATE_ROOT"] = folder.PathOf("state") };
        foreach (var (name, value) in values)
            settings[name] = value;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPlatform(HostSettings.Read(null, new ConfigurationBuilder().AddInMemoryCollection(settings).Build()), timeProvider);
        services.AddStorage(HostSettings.Read(null, new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
        services.AddTasks();
        services.AddPaperChecks();
        services.AddSystemChecks();
        var provider = services.BuildServiceProvider();
        createdServices.Add(provider);
        provider.GetRequiredService<BokgiDatabase>().Migrate();
        return provider;
    }

    private WorkerRow Worker(string name, int heartbeatSeconds = 10, string host = "machine")
    {
        var now = (clock.GetUtcNow().UtcDateTime - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return new WorkerRow
        {
            Name = name,
            Host = host,
            ProcessId = 1,
            Kind = "worker",
            Concurrency = 1,
            Queues = "backtest-queue",
            Running = 0,
            HeartbeatSeconds = heartbeatSeconds,
            StartedUtc = now,
            HeartbeatUtc = now,
        };
    }

    private sealed class WaitingTask : ITaskKind
    {
        public string Name => "waiting";
        public string Queue => "backtest-queue";

        public IReadOnlyList<StepPlan> Cut(TaskStep step) => throw new NotSupportedException();

        public string DoPiece(TaskStep step) => throw new NotSupportedException();

        public void Finish(TaskStep step, IReadOnlyList<string> outcomes) => throw new NotSupportedException();
    }

    /// <summary>The machine's clock, wrong by an offset.</summary>
    private sealed class OffsetClock(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
    }
}
