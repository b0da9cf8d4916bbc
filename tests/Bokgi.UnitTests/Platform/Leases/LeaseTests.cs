using Bokgi.Host.Platform.Leases;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform.Leases;

/// <summary>
/// Only the owner of a leased row can write to it. The row's fence is a number that each claim increments. Uses a SQLite table with a single
/// row.
/// </summary>
public sealed class LeaseTests : IDisposable
{
    private readonly LeasedTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public void Claim_TwiceInARow_IncrementsTheFence()
    {
        var first = table.Claim(table.Read(), "a").ShouldNotBeNull();
        var second = table.Claim(table.Read(), "b").ShouldNotBeNull();

        (first.Fence, second.Fence).ShouldBe((1, 2));
        table.Read().ShouldBe(new Lease(1, "b", Fence: 2, Beats: 0));
    }

    [Fact]
    public void Claim_RowClaimedByAnotherMeanwhile_IsRefused()
    {
        var observed = table.Read();
        table.Claim(observed, "a").ShouldNotBeNull();

        table.Claim(observed, "b").ShouldBeNull();

        table.Read().Owner.ShouldBe("a");
    }

    [Fact]
    public void Claim_AfterAHeartbeatOfTheOwner_IsRefused()
    {
        var lease = table.Claim(table.Read(), "a").ShouldNotBeNull();
        var observed = table.Read();
        table.SendHeartbeat(lease).ShouldBeTrue();

        table.Claim(observed, "b").ShouldBeNull();

        table.Write(lease, "still").ShouldBeTrue();
    }

    [Fact]
    public void Write_PausedOwnerWakesUpAfterItsLeaseEnded_ChangesNothing()
    {
        var pausedLease = table.Claim(table.Read(), "a").ShouldNotBeNull();
        table.Write(pausedLease, "before").ShouldBeTrue();
        var newLease = table.Claim(table.Read(), "b").ShouldNotBeNull();
        table.Write(newLease, "after").ShouldBeTrue();

        table.Write(pausedLease, "late").ShouldBeFalse();
        table.SendHeartbeat(pausedLease).ShouldBeFalse();

        table.Value.ShouldBe("after");
        table.Read().ShouldBe(new Lease(1, "b", Fence: 2, Beats: 0));
    }

    /// <summary>
    /// Processes poll, claim, send heartbeats and write in an order that the seed decides. Each process may be paused at any point, for longer
    /// than its lease lasts.
    /// </summary>
    [Fact]
    public void Owners_PausedAtRandom_WriteOneAtATimeAndLoseTheRowOnlyIfSilent()
    {
        var (takeovers, rejected) = (0, 0);
        for (var seed = 0; seed < Iterations.Scale(25); seed++)
        {
            using var simulation = new LeaseSimulation(seed, owners: 2 + (seed % 4));
            simulation.Run(turns: 400);
            (takeovers, rejected) = (takeovers + simulation.Takeovers, rejected + simulation.RejectedWrites);
        }

        takeovers.ShouldBeGreaterThan(25);
        rejected.ShouldBeGreaterThan(25);
    }
}
