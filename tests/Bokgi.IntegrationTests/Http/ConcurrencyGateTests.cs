using Bokgi.Host.Platform.Access;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class ConcurrencyGateTests : IDisposable
{
    private const int MaxStreams = 32;

    private readonly ConcurrencyGate gate = new();

    public void Dispose() => gate.Dispose();

    [Fact]
    public async Task Wait_QueueIsFull_RefusesAndGivesAFreeSlotToTheFirstInTheQueue()
    {
        var cancel = TestContext.Current.CancellationToken;
        var heldLeases = new List<IDisposable>();
        for (var i = 0; i < ConcurrencyGate.MaximumConcurrency; i++)
            heldLeases.Add(await gate.WaitAsync(cancel));
        var waitingTasks = Enumerable.Range(0, ConcurrencyGate.QueueLength).Select(_ => gate.WaitAsync(cancel).AsTask()).ToList();

        using (var refusedLease = await gate.WaitAsync(cancel))
            refusedLease.IsAcquired.ShouldBeFalse();
        waitingTasks.ShouldAllBe(task => !task.IsCompleted);

        heldLeases[0].Dispose();
        (await waitingTasks[0]).IsAcquired.ShouldBeTrue();
        waitingTasks[1].IsCompleted.ShouldBeFalse();
        heldLeases.ForEach(lease => lease.Dispose());
    }

    [Fact]
    public void Stream_AllSlotsTaken_RefusesAtOnce()
    {
        var leases = Enumerable.Range(0, MaxStreams).Select(_ => gate.AcquireStreamSlot()).ToList();

        leases.ShouldAllBe(lease => lease.IsAcquired);
        gate.AcquireStreamSlot().IsAcquired.ShouldBeFalse();
        leases.ForEach(lease => lease.Dispose());
        gate.AcquireStreamSlot().IsAcquired.ShouldBeTrue();
    }
}
