using Bokgi.Host.Platform.Leases;
using Shouldly;

namespace Bokgi.UnitTests.Platform.Leases;

/// <summary>
/// Simulates processes that compete for one row. In each turn, one process executes one statement; a paused process does not notice what
/// happens meanwhile. Every result is compared with what the simulation itself records: which process claimed the row last.
/// </summary>
internal sealed class LeaseSimulation(int seed, int owners) : IDisposable
{
    // A lease has expired if it is the same at this many polls in a row.
    private const int PollsUntilExpired = 6;

    private readonly Random random = new(seed);
    private readonly LeasedTable table = new();
    private readonly Process[] processes = [.. Enumerable.Range(0, owners).Select(i => new Process($"p{i}"))];
    private Process? owner;
    private string lastWritten = string.Empty;
    private int turn;
    private int lastAliveTurn;

    /// <summary>How often the row was taken from an owner.</summary>
    public int Takeovers { get; private set; }

    /// <summary>How many writes of former owners were rejected.</summary>
    public int RejectedWrites { get; private set; }

    public void Dispose() => table.Dispose();

    public void Run(int turns)
    {
        for (turn = 1; turn <= turns; turn++)
        {
            var process = processes[random.Next(processes.Length)];
            if (process.PausedUntil > turn)
                continue;
            if (process.HeldLease is { } lease)
                SendHeartbeatOrWrite(process, lease);
            else if (process.LeaseToClaim is { } observed)
                Claim(process, observed);
            else
                Poll(process);
            if (random.Next(12) == 0)
                process.PausedUntil = turn + random.Next(10 * PollsUntilExpired * processes.Length);
        }

        table.Value.ShouldBe(lastWritten, $"seed {seed}");
    }

    private void SendHeartbeatOrWrite(Process process, Lease lease)
    {
        var isOwner = process == owner;
        if (random.Next(2) == 0)
        {
            table.SendHeartbeat(lease).ShouldBe(isOwner, Describe(process, "sends a heartbeat"));
            if (isOwner)
                lastAliveTurn = turn;
            else
                process.HeldLease = null;
            return;
        }

        var value = $"{process.Name} at {turn}";
        table.Write(lease, value).ShouldBe(isOwner, Describe(process, "writes"));
        if (isOwner)
            lastWritten = value;
        else
            RejectedWrites++;
    }

    private void Poll(Process process)
    {
        var observed = table.Read();
        process.Polls.Add(turn);
        if (observed.Owner is null || process.Monitor.FindExpired([observed]).Count > 0)
            process.LeaseToClaim = observed;
    }

    private void Claim(Process process, Lease observed)
    {
        process.LeaseToClaim = null;
        if (table.Claim(observed, process.Name) is not { } lease)
            return;
        if (owner is not null)
        {
            process
                .Polls[^PollsUntilExpired]
                .ShouldBeGreaterThan(lastAliveTurn, Describe(process, "takes the row from an owner that is alive"));
            Takeovers++;
        }

        (process.HeldLease, owner, lastAliveTurn) = (lease, process, turn);
        process.Polls.Clear();
    }

    private string Describe(Process process, string what) => $"seed {seed}, turn {turn}: {process.Name} {what}";

    private sealed class Process(string name)
    {
        public string Name => name;

        public LivenessMonitor Monitor { get; } = new();

        /// <summary>The turns at which the process polled since it last owned the row.</summary>
        public List<int> Polls { get; } = [];

        /// <summary>The lease that the process claims at its next turn.</summary>
        public Lease? LeaseToClaim { get; set; }

        /// <summary>The lease that the process believes it holds.</summary>
        public Lease? HeldLease { get; set; }

        public int PausedUntil { get; set; }
    }
}
