using Bokgi.Host.Platform.Leases;
using Shouldly;

namespace Bokgi.UnitTests.Platform.Leases;

/// <summary>
/// Simulates processes that compete for one row. In each turn, one process executes one statement; a paused process does not notice what
/// happens meanwhile. Every result is compared with a record, kept outside the table, of which process claimed the row last.
/// </summary>
internal sealed class LeaseWorld(int seed, int owners) : IDisposable
{
    private const int PollsUntilExpired = 6;

    private readonly Random random = new(seed);
    private readonly LeasedTable table = new();
    private readonly Process[] processes = [.. Enumerable.Range(0, owners).Select(i => new Process($"p{i}"))];
    private Process? owner;
    private string written = string.Empty;
    private int turn;
    private int lastSign;

    /// <summary>How often the row was taken from an owner.</summary>
    public int Thefts { get; private set; }

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
            if (process.Mine is { } mine)
                Own(process, mine);
            else if (process.Wanted is { } seen)
                Claim(process, seen);
            else
                Poll(process);
            if (random.Next(12) == 0)
                process.PausedUntil = turn + random.Next(10 * PollsUntilExpired * processes.Length);
        }

        table.Value.ShouldBe(written, $"seed {seed}");
    }

    private void Own(Process process, Lease mine)
    {
        var isOwner = process == owner;
        if (random.Next(2) == 0)
        {
            table.Beat(mine).ShouldBe(isOwner, Where(process, "beats"));
            if (isOwner)
                lastSign = turn;
            else
                process.Mine = null;
            return;
        }

        var value = $"{process.Name} at {turn}";
        table.Write(mine, value).ShouldBe(isOwner, Where(process, "writes"));
        if (isOwner)
            written = value;
        else
            RejectedWrites++;
    }

    private void Poll(Process process)
    {
        var seen = table.Read();
        process.Polls.Add(turn);
        if (seen.Owner is null || process.Monitor.Expired([seen]).Count > 0)
            process.Wanted = seen;
    }

    private void Claim(Process process, Lease seen)
    {
        process.Wanted = null;
        if (table.Claim(seen, process.Name) is not { } mine)
            return;
        if (owner is not null)
        {
            process.Polls[^PollsUntilExpired].ShouldBeGreaterThan(lastSign, Where(process, "takes the row from an owner that is alive"));
            Thefts++;
        }

        (process.Mine, owner, lastSign) = (mine, process, turn);
        process.Polls.Clear();
    }

    private string Where(Process process, string what) => $"seed {seed}, turn {turn}: {process.Name} {what}";

    private sealed class Process(string name)
    {
        public string Name => name;

        public LivenessMonitor Monitor { get; } = new();

        /// <summary>The turns at which the process polled since it last owned the row.</summary>
        public List<int> Polls { get; } = [];

        /// <summary>The lease that the process claims at its next turn.</summary>
        public Lease? Wanted { get; set; }

        /// <summary>The lease that the process believes it holds.</summary>
        public Lease? Mine { get; set; }

        public int PausedUntil { get; set; }
    }
}
