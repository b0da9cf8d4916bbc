namespace Bokgi.Host.Platform.Events;

/// <summary>
/// The newest events, held in memory once for all clients. A client holds only the number of its last event and no queue, so a slow
/// client costs nothing; one that falls behind reads the table. The newest event is held whatever its size in bytes.
/// </summary>
internal sealed class EventRing(int places, long bytes)
{
    private readonly Lock door = new();
    private readonly StoredEvent[] events = new StoredEvent[places];

    // Events are counted from the start; the event with count n is stored at n modulo places.
    private long first;
    private long end;
    private long held;
    private long floor; // all events after this number are in memory
    private long newest;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Newest => Interlocked.Read(ref newest);

    /// <summary>Completes when there may be new events. Get it before <see cref="TryTake"/> so as to miss nothing.</summary>
    public Task Changed
    {
        get
        {
            lock (door)
                return changed.Task;
        }
    }

    public void Begin(long number)
    {
        lock (door)
        {
            floor = number;
            newest = number;
        }
    }

    /// <summary>Adds the newest events and drops the oldest ones that no longer fit.</summary>
    public void Add(IReadOnlyList<StoredEvent> added)
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

    /// <summary>Copies the events after a number, oldest first; false if some of them are no longer in memory.</summary>
    public bool TryTake(long after, int most, out IReadOnlyList<StoredEvent> taken)
    {
        lock (door)
        {
            taken = [];
            if (after < floor)
                return false;
            var begin = FirstAfter(after);
            var copy = new StoredEvent[Math.Min(end - begin, most)];
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
