namespace Bokgi.Host.Platform.Events;

/// <summary>
/// The newest events, kept in memory in a single copy that all clients share. A client has no queue, only the number of its last event, so
/// a slow client costs nothing; if it falls too far behind, it reads the table instead. The newest event is kept even if it exceeds the
/// byte limit.
/// </summary>
internal sealed class EventRing(int capacity, long maximumBytes)
{
    private readonly Lock gate = new();
    private readonly StoredEvent[] events = new StoredEvent[capacity];

    // `first` and `end` are running positions, not event numbers; position n is stored at events[n % capacity].
    private long first;
    private long end;
    private long heldBytes;
    private long availableAfter; // all events after this number are in memory
    private long newestNumber;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long NewestNumber => Interlocked.Read(ref newestNumber);

    /// <summary>
    /// Completes when there may be new events. Get it before calling <see cref="TryRead"/>; otherwise events added in between are missed.
    /// </summary>
    public Task Changed
    {
        get
        {
            lock (gate)
                return changed.Task;
        }
    }

    /// <summary>Sets the number of the newest event that already exists; only later events are held.</summary>
    public void StartAfter(long number)
    {
        lock (gate)
        {
            availableAfter = number;
            newestNumber = number;
        }
    }

    /// <summary>Adds the newest events and drops the oldest ones that no longer fit.</summary>
    public void Add(IReadOnlyList<StoredEvent> newEvents)
    {
        lock (gate)
        {
            foreach (var storedEvent in newEvents)
            {
                if (end - first == capacity)
                    DropFirst();
                events[end % capacity] = storedEvent;
                end++;
                heldBytes += storedEvent.Frame.Length;
                while (heldBytes > maximumBytes && end - first > 1)
                    DropFirst();
                newestNumber = storedEvent.Number;
            }
        }

        NotifyWaiters();
    }

    public void NotifyWaiters()
    {
        TaskCompletionSource waiters;
        lock (gate)
        {
            waiters = changed;
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiters.SetResult();
    }

    /// <summary>Copies the events after a number, oldest first; false if some of them are no longer in memory.</summary>
    public bool TryRead(long number, int limit, out IReadOnlyList<StoredEvent> page)
    {
        lock (gate)
        {
            page = [];
            if (number < availableAfter)
                return false;
            var begin = FirstPositionAfter(number);
            var copy = new StoredEvent[Math.Min(end - begin, limit)];
            for (var i = 0; i < copy.Length; i++)
                copy[i] = events[(begin + i) % capacity];
            page = copy;
            return true;
        }
    }

    private void DropFirst()
    {
        var dropped = events[first % capacity];
        events[first % capacity] = null!;
        first++;
        heldBytes -= dropped.Frame.Length;
        availableAfter = dropped.Number;
    }

    private long FirstPositionAfter(long number)
    {
        var (lower, upper) = (first, end);
        while (lower < upper)
        {
            var middle = lower + ((upper - lower) / 2);
            if (events[middle % capacity].Number <= number)
                lower = middle + 1;
            else
                upper = middle;
        }

        return lower;
    }
}
