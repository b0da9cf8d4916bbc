using Bokgi.Host.Platform.Events;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform;

public sealed class EventRingTests
{
    // Compares the ring with a list of all events. The ring must return the events after a given number, or report that it has dropped some of
    // these events.
    [Fact]
    public void TryRead_AfterAnyNumber_ReturnsTheEventsOfAList() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 3].Array[0, 40], Gen.Int[0, 5], Gen.Int[0, 20], Gen.Int[0, 130])
            .Sample(
                (capacity, increments, startAfter, limit, after) => MatchesAList(capacity, increments, startAfter, limit, after),
                iter: 5_000
            );

    [Fact]
    public void Add_MoreBytesThanFit_DropsTheOldest()
    {
        var ring = new EventRing(100, maximumBytes: 1_000);

        ring.Add([.. Enumerable.Range(1, 5).Select(number => Event(number, size: 400))]);

        ring.TryRead(2, 10, out _).ShouldBeFalse();
        ring.TryRead(3, 10, out var read).ShouldBeTrue();
        read.Select(stored => stored.Number).ShouldBe([4, 5]);
    }

    [Fact]
    public void Add_EventLargerThanTheRing_IsKeptAlone()
    {
        var ring = new EventRing(100, maximumBytes: 1_000);

        ring.Add([Event(1, size: 10), Event(2, size: 5_000)]);

        ring.TryRead(1, 10, out var read).ShouldBeTrue();
        read.Single().Number.ShouldBe(2);
        ring.TryRead(0, 10, out _).ShouldBeFalse();
    }

    [Fact]
    public void Changed_ObtainedBeforeAdd_CompletesWhenAnEventIsAdded()
    {
        var ring = new EventRing(10, maximumBytes: 1_000);
        var changed = ring.Changed;

        changed.IsCompleted.ShouldBeFalse();
        ring.Add([Event(1)]);

        changed.IsCompletedSuccessfully.ShouldBeTrue();
        ring.Changed.IsCompleted.ShouldBeFalse();
        ring.NewestNumber.ShouldBe(1);
    }

    private static bool MatchesAList(int capacity, int[] increments, int startAfter, int limit, int after)
    {
        var ring = new EventRing(capacity, maximumBytes: 1 << 20);
        ring.StartAfter(startAfter);
        var all = new List<StoredEvent>();
        var number = startAfter;
        foreach (var increment in increments)
        {
            number += increment;
            var added = Event(number);
            all.Add(added);
            ring.Add([added]);
        }

        var newestDroppedNumber = all.Count > capacity ? all[^(capacity + 1)].Number : startAfter;
        if (after < newestDroppedNumber)
            return !ring.TryRead(after, limit, out var none) && none.Count == 0;
        return ring.TryRead(after, limit, out var read) && read.SequenceEqual(all.Where(stored => stored.Number > after).Take(limit));
    }

    private static StoredEvent Event(long number, int size = 10) => new(number, "task:a", "step", new byte[size]);
}
