using Bokgi.Host.Platform;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Tasks;
using Bokgi.IntegrationTests.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>The start of the server's embedded worker.</summary>
public sealed class WorkerStartTests(SqliteStore house) : IClassFixture<SqliteStore>
{
    [Fact]
    public async Task Start_DatabaseLockedWhileItTakesOver_TakesTheStepsOverAfterwards()
    {
        var cancel = TestContext.Current.CancellationToken;
        var bench = new TaskBench(house);
        var task = bench.AddCut();
        bench.Claim(task, 1, worker: "killed");
        var waits = new Warnings();
        using var host = Host(bench, waits);
        using var held = new SqliteConnection($"Data Source={Path.Combine(house.Settings.StateRoot, "bokgi.db")}");
        held.Open();
        using var begin = new SqliteCommand("BEGIN IMMEDIATE", held);
        begin.ExecuteNonQuery();

        await host.StartAsync(cancel);
        (await waits.First.Task.WaitAsync(TestTimeout.Value, cancel)).ShouldContain("database is locked");
        using (var end = new SqliteCommand("ROLLBACK", held))
            end.ExecuteNonQuery();

        // One pause of the retry: too short for the monitor, which reclaims a step only after several polls.
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        SpinWait.SpinUntil(() => bench.Sight(task, 1).State == StepState.Queued, TestTimeout.Value).ShouldBeTrue();
        await host.StopAsync(cancel);
    }

    private IHost Host(TaskBench bench, Warnings waits)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(waits);
        builder.Services.AddPlatform(house.Settings, bench.Clock);
        builder.Services.AddSingleton<BokgiDatabase>(house.Database);
        builder.Services.AddTasks();
        builder.Services.AddSingleton<ITaskKind>(bench.Kind);
        builder.Services.AddWorker(new WorkerOptions("server", 1, [], TimeSpan.FromSeconds(30)));
        return builder.Build();
    }

    // The first warning of the worker.
    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public TaskCompletionSource<string> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                First.TrySetResult(formatter(state, exception));
        }

        public void Dispose() { }
    }
}
