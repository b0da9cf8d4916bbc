using Bokgi.Host.Platform.Leases;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform.Leases;

public sealed class LivenessMonitorTests
{
    private readonly LivenessMonitor monitor = new();

    [Fact]
    public void FindExpired_LeaseUnchangedAtSixPolls_IsExpiredFromTheSixthOn()
    {
        var lease = new Lease(7, "a", Fence: 3, Beats: 41);

        Enumerable.Range(0, 8).Select(_ => CountExpiredAtNextPoll(lease)).ShouldBe([0, 0, 0, 0, 0, 1, 1, 1]);
    }

    [Theory]
    [InlineData(7, 3, 42, 0)] // a heartbeat
    [InlineData(7, 4, 41, 0)] // a new fence, and so a new owner
    [InlineData(7, 3, 41, 1)] // neither: it expires
    public void FindExpired_HeartbeatOrNewOwnerAtTheLastPoll_RestartsTheCount(long number, int fence, long beats, int expectedExpired)
    {
        for (var poll = 0; poll < 5; poll++)
            CountExpiredAtNextPoll(new Lease(7, "a", Fence: 3, Beats: 41)).ShouldBe(0);

        CountExpiredAtNextPoll(new Lease(number, "a", fence, beats)).ShouldBe(expectedExpired);
    }

    [Fact]
    public void FindExpired_LeaseMissingAtAPoll_RestartsTheCount()
    {
        var lease = new Lease(7, "a", Fence: 3, Beats: 41);
        for (var poll = 0; poll < 5; poll++)
            CountExpiredAtNextPoll(lease);
        CountExpiredAtNextPoll();

        CountExpiredAtNextPoll(lease).ShouldBe(0);
    }

    [Fact]
    public void Reset_AfterAFailedPoll_RestartsTheCount()
    {
        var lease = new Lease(7, "a", Fence: 3, Beats: 41);
        for (var poll = 0; poll < 5; poll++)
            CountExpiredAtNextPoll(lease);
        monitor.Reset();

        CountExpiredAtNextPoll(lease).ShouldBe(0);
    }

    private int CountExpiredAtNextPoll(params Lease[] owned) => monitor.FindExpired(owned).Count;
}
