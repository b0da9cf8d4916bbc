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
public sealed class WorkerStartTests(SqliteStore fixture) : IClassFixture<SqliteStore>
{
    [Fact]
    public async Task Start_DatabaseLockedDuringTakeOver_TakesStepsOverAfterwards()
    {
        var cancel = TestContext.Current.CancellationToken;
        var setup = new TaskSetup(fixture);
        var task = setup.AddCutTask();
        setup.Claim(task, 1, worker: "killed");
        var warnings = new Warnings();
        using var host = CreateHost(setup, warnings);
        using var lockingConnection = new SqliteConnection($"Data Source={Path.Combine(fixture.Settings.StateRoot, "bokgi.db")}");
        lockingConnection.Open();
        using var begin = new SqliteCommand("BEGIN IMMEDIATE", lockingConnection);
        begin.ExecuteNonQuery();

        await host.StartAsync(cancel);
        (await warnings.WaitWarning.Task.WaitAsync(TestTimeout.Value, cancel)).ShouldContain("database is locked");
        using (var rollback = new SqliteCommand("ROLLBACK", lockingConnection))
            rollback.ExecuteNonQuery();

        // After one retry delay, the worker starts and requeues the step. The monitor cannot have done so, because it needs several polls.
        setup.Clock.Advance(TimeSpan.FromSeconds(1));
        SpinWait.SpinUntil(() => setup.LeaseOf(task, 1).State == StepState.Queued, TestTimeout.Value).ShouldBeTrue();
        await host.StopAsync(cancel);
    }

    private IHost CreateHost(TaskSetup setup, Warnings warnings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(warnings);
        builder.Services.AddPlatform(fixture.Settings, setup.Clock);
        builder.Services.AddSingleton<BokgiDatabase>(fixture.Database);
        builder.Services.AddTasks();
        builder.Services.AddSingleton<ITaskKind>(setup.Kind);
        builder.Services.AddWorker(new WorkerOptions("server", 1, [], TimeSpan.FromSeconds(30)));
        return builder.Build();
    }

    // Captures the first warning that the worker waits to start; by then, the worker has set its retry timer. Other services warn of the locked
    // database, too, but their warnings are ignored.
    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public TaskCompletionSource<string> WaitWarning { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
            var message = formatter(state, exception);
            if (IsEnabled(logLevel) && message.StartsWith("waiting to start work", StringComparison.Ordinal))
                WaitWarning.TrySetResult(message);
        }

        public void Dispose() { }
    }
}
