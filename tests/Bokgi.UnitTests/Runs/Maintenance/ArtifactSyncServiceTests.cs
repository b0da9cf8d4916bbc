using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Maintenance;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Runs.Sync;
using Bokgi.Host.Storage.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Runs.Maintenance;

public sealed class ArtifactSyncServiceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bokgi-sync-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2024, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Execute_OldCopyThatCannotBeRemoved_IsNotLoggedAsAFailedSync()
    {
        using var database = new BokgiDatabase(HostSettings.Read(folder, new ConfigurationBuilder().Build()));
        var folders = new ArtifactFolders(folder, database.Name, usesObjectStore: true);
        var store = new LocalStore(Path.Combine(folder, "objects"));
        var sync = new ArtifactSync(folders, store, new RunStore(database), clock);
        var copy = Directory.CreateDirectory(folders.Copies.PathOf("backtests/2024-01-01/run"));
        copy.LastWriteTimeUtc = clock.GetUtcNow().UtcDateTime.AddDays(-2);
        // Removing a copy fails, because a file has the name of the staging folder.
        await File.WriteAllTextAsync(Path.Combine(folder, ".making"), "in the way", TestContext.Current.CancellationToken);
        var reason = Should.Throw<IOException>(() => sync.RemoveOldCopies()).Message;
        var log = new FirstLineLogger();
        using var service = new ArtifactSyncService(sync, clock, log);

        await service.StartAsync(TestContext.Current.CancellationToken);
        while (!log.Text.IsCompleted)
        {
            clock.Advance(TimeSpan.FromHours(1));
            await Task.WhenAny(log.Text, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None));
        }

        await service.StopAsync(TestContext.Current.CancellationToken);
        (await log.Text).ShouldBe($"old copies of run files cannot be removed from this machine; retrying: {reason}");
    }

    /// <summary>A logger that keeps the first line logged.</summary>
    private sealed class FirstLineLogger : ILogger<ArtifactSyncService>
    {
        private readonly TaskCompletionSource<string> text = new();

        public Task<string> Text => text.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => text.TrySetResult(formatter(state, exception));
    }
}
