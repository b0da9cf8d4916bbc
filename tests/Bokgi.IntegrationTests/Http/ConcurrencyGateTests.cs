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
    public async Task Wait_QueueIsFull_RefusesUntilASlotIsFree()
    {
        var cancel = TestContext.Current.CancellationToken;
        var working = new List<IDisposable>();
        for (var i = 0; i < ConcurrencyGate.MaximumConcurrency; i++)
            working.Add(await gate.WaitAsync(cancel));
        var waiting = Enumerable.Range(0, ConcurrencyGate.QueueLength).Select(_ => gate.WaitAsync(cancel).AsTask()).ToList();

        using (var refused = await gate.WaitAsync(cancel))
            refused.IsAcquired.ShouldBeFalse();
        waiting.ShouldAllBe(task => !task.IsCompleted);

        working[0].Dispose();
        (await waiting[0]).IsAcquired.ShouldBeTrue();
        waiting[1].IsCompleted.ShouldBeFalse();
        working.ForEach(lease => lease.Dispose());
    }

    [Fact]
    public void Stream_AllSlotsTaken_RefusesAtOnce()
    {
        var leases = Enumerable.Range(0, MaxStreams).Select(_ => gate.AcquireStream()).ToList();

        leases.ShouldAllBe(lease => lease.IsAcquired);
        gate.AcquireStream().IsAcquired.ShouldBeFalse();
        leases.ForEach(lease => lease.Dispose());
        gate.AcquireStream().IsAcquired.ShouldBeTrue();
    }
}
