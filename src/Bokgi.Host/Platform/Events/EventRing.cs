namespace Bokgi.Host.Platform.Events;

/// <summary>
/// The newest events, in memory once for all clients. A client holds the number of the last event it has and no queue, so it costs
/// nothing to be slow; whoever is slower than the ring reads the table.
/// </summary>
/// <param name="places">How many events are held at most.</param>
/// <param name="bytes">How large they are together at most; the newest is held however large.</param>
internal sealed class EventRing(int places, long bytes)
{
    private readonly Lock door = new();
    private readonly KeptEvent[] events = new KeptEvent[places];

    // Events are counted since the beginning; one lies at its count modulo the places.
    private long first;
    private long end;
    private long held;
    private long floor;
    private long newest;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The number of the newest event there is.</summary>
    public long Newest => Interlocked.Read(ref newest);

    /// <summary>Ends when events come, or at <see cref="Wake"/>; taken before <see cref="TryTake"/>, nothing is overlooked.</summary>
    public Task Changed
    {
        get
        {
            lock (door)
                return changed.Task;
        }
    }

    /// <summary>Begins without an event after those up to a number.</summary>
    public void Begin(long number)
    {
        lock (door)
        {
            floor = number;
            newest = number;
        }
    }

    /// <summary>Adds events in the order of their numbers, and drops the oldest for which there is no room.</summary>
    public void Add(IReadOnlyList<KeptEvent> added)
    {
        lock (door)
        {
            foreach (var each in added)
            {
                if (end - first == places)
                    DropFirst();
                events[end++ % places] = each;
                held += each.Frame.Length;
                while (held > bytes && end - first > 1)
                    DropFirst();
                newest = each.Number;
            }
        }

        Wake();
    }

    /// <summary>Lets whoever waits look again.</summary>
    public void Wake()
    {
        TaskCompletionSource old;
        lock (door)
        {
            old = changed;
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        old.SetResult();
    }

    /// <summary>Takes the events after a number, the oldest of them first.</summary>
    /// <returns>False when some of them are no longer held.</returns>
    public bool TryTake(long after, int most, out IReadOnlyList<KeptEvent> taken)
    {
        lock (door)
        {
            taken = [];
            if (after < floor)
                return false;
            var begin = FirstAfter(after);
            var copy = new KeptEvent[Math.Min(end - begin, most)];
            for (var i = 0; i < copy.Length; i++)
                copy[i] = events[(begin + i) % places];
            taken = copy;
            return true;
        }
    }

    private void DropFirst()
    {
        var dropped = events[first % places];
        events[first++ % places] = null!;
        held -= dropped.Frame.Length;
        floor = dropped.Number;
    }

    // By halves; most clients have all but the last few.
    private long FirstAfter(long number)
    {
        var (low, high) = (first, end);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (events[middle % places].Number <= number)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
