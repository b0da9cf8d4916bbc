using Bokgi.Host.Platform.Events;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform;

public sealed class EventRingTests
{
    // The oracle is a list of all events: the ring must return the events after a number, or report that it no longer holds all of them.
    [Fact]
    public void TryTake_AnyPlace_IsWhatAListHas() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 3].Array[0, 40], Gen.Int[0, 5], Gen.Int[0, 20], Gen.Int[0, 130])
            .Sample((places, steps, begin, most, after) => Compare(places, steps, begin, most, after), iter: 5_000);

    [Fact]
    public void Add_MoreBytesThanThereIsRoom_DropsTheOldest()
    {
        var ring = new EventRing(100, bytes: 1_000);

        ring.Add([.. Enumerable.Range(1, 5).Select(number => Event(number, size: 400))]);

        ring.TryTake(2, 10, out _).ShouldBeFalse();
        ring.TryTake(3, 10, out var taken).ShouldBeTrue();
        taken.Select(each => each.Number).ShouldBe([4, 5]);
    }

    [Fact]
    public void Add_OneLargerThanTheRoom_IsHeldAlone()
    {
        var ring = new EventRing(100, bytes: 1_000);

        ring.Add([Event(1, size: 10), Event(2, size: 5_000)]);

        ring.TryTake(1, 10, out var taken).ShouldBeTrue();
        taken.Single().Number.ShouldBe(2);
        ring.TryTake(0, 10, out _).ShouldBeFalse();
    }

    [Fact]
    public void Changed_TakenBeforeAnAdd_EndsWithIt()
    {
        var ring = new EventRing(10, bytes: 1_000);
        var changed = ring.Changed;

        changed.IsCompleted.ShouldBeFalse();
        ring.Add([Event(1)]);

        changed.IsCompletedSuccessfully.ShouldBeTrue();
        ring.Changed.IsCompleted.ShouldBeFalse();
        ring.Newest.ShouldBe(1);
    }

    private static bool Compare(int places, int[] steps, int begin, int most, int after)
    {
        var ring = new EventRing(places, bytes: 1 << 20);
        ring.Begin(begin);
        var all = new List<StoredEvent>();
        var number = begin;
        foreach (var step in steps)
        {
            all.Add(Event(number += step));
            ring.Add([all[^1]]);
        }

        var floor = all.Count > places ? all[^(places + 1)].Number : begin;
        if (after < floor)
            return !ring.TryTake(after, most, out var none) && none.Count == 0;
        return ring.TryTake(after, most, out var taken) && taken.SequenceEqual(all.Where(each => each.Number > after).Take(most));
    }

    private static StoredEvent Event(long number, int size = 10) => new(number, "task:a", "step", new byte[size]);
}
