namespace Bokgi.Host.Platform.Events;

/// <summary>
/// The newest events, held in memory once for all clients. A client holds only the number of its last event and no queue, so a slow client
/// costs nothing; a client that falls behind the ring reads the table.
/// </summary>
/// <param name="places">Maximum number of events held.</param>
/// <param name="bytes">Maximum total size of the events held; the newest one is held whatever its size.</param>
internal sealed class EventRing(int places, long bytes)
{
    private readonly Lock door = new();
    private readonly StoredEvent[] events = new StoredEvent[places];

    // Events are counted from the start; the event with count n is stored at n modulo places.
    private long first;
    private long end;
    private long held;
    private long floor;
    private long newest;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The number of the newest event.</summary>
    public long Newest => Interlocked.Read(ref newest);

    /// <summary>
    /// Completes when events are added, or at <see cref="Wake"/>. Get it before calling <see cref="TryTake"/> so as to miss nothing.
    /// </summary>
    public Task Changed
    {
        get
        {
            lock (door)
                return changed.Task;
        }
    }

    /// <summary>Starts empty, after the event with a number.</summary>
    public void Begin(long number)
    {
        lock (door)
        {
            floor = number;
            newest = number;
        }
    }

    /// <summary>Adds events in the order of their numbers, and drops the oldest ones that no longer fit.</summary>
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

    /// <summary>Lets all waiting clients check again.</summary>
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

    /// <summary>Takes the events after a number, oldest first.</summary>
    /// <returns>False if some of them are no longer held.</returns>
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

    // Binary search.
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
