using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Platform.Wake;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform.Wake;

/// <summary>Signals within a process. EventsAcrossServersTests tests signals between processes.</summary>
public sealed class WakeSignalTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider clock = new();
    private readonly WakeSignal signal = new("test");

    [Fact]
    public void WaitAsync_SignalledBefore_EndsAtOnce()
    {
        signal.Signal();

        Wait().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void WaitAsync_SignalledTwiceBefore_EndsOnlyOneWait()
    {
        signal.Signal();
        signal.Signal();

        Wait().IsCompleted.ShouldBeTrue();
        Wait().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task WaitAsync_SignalledWhileWaiting_Ends()
    {
        var waiting = Wait();
        waiting.IsCompleted.ShouldBeFalse();

        signal.Signal();

        await waiting;
    }

    [Fact]
    public async Task WaitAsync_NoSignal_EndsAfterTheLimitAndLeavesNoSignal()
    {
        var waiting = Wait();
        clock.Advance(Limit - TimeSpan.FromMilliseconds(1));
        waiting.IsCompleted.ShouldBeFalse();

        clock.Advance(TimeSpan.FromMilliseconds(1));

        await waiting;
        Wait().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task WaitAsync_Cancelled_ThrowsAndKeepsTheNextSignal()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = signal.WaitAsync(Limit, clock, cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);

        signal.Signal();

        Wait().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task ListenAsync_DatabaseUnavailableFromTheStart_IsRetried()
    {
        using var database = new BokgiDatabase(
            HostSettings.Read(
                null,
                new ConfigurationBuilder().AddInMemoryCollection([new("DATABASE_URL", "postgresql://bokgi@127.0.0.1:1/bokgi")]).Build()
            )
        );
        Should.Throw<DatabaseUnavailableException>(database.Migrate); // nothing listens on port 1
        using var stop = new CancellationTokenSource();

        var listening = signal.ListenAsync(database, clock, stop.Token);
        await Wait(); // a failure wakes the waiting loop, so that its next poll reports the failure
        clock.Advance(TimeSpan.FromSeconds(1));
        await Wait();

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(listening);
    }

    private Task Wait() => signal.WaitAsync(Limit, clock, TestContext.Current.CancellationToken);
}
