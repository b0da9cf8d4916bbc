using Bokgi.MarketData.Lake;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Lake;

public sealed class LakeCacheTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly LakeCache<string, int> cache = new(new FakeTimeProvider(Now), capacity: 10);
    private int computations;

    [Fact]
    public void Get_SameVersion_IsComputedOnce()
    {
        Get("a", "1");
        Get("a", "1");

        computations.ShouldBe(1);
    }

    [Fact]
    public void Get_FileWrittenJustNow_IsComputedEachTime()
    {
        cache.Get("a", new LakeVersion("1", Now), () => ++computations, _ => 1);
        cache.Get("a", new LakeVersion("1", Now), () => ++computations, _ => 1);

        computations.ShouldBe(2);
    }

    [Fact]
    public void Get_NewVersionOfAnEntry_ReplacesTheOldVersionAndItsWeight()
    {
        Get("other", "1", weight: 4);
        for (var version = 0; version < 5; version++)
            Get("a", $"{version}", weight: 6);
        computations.ShouldBe(6); // 1 for other, 5 for the versions of a

        Get("other", "1");

        computations.ShouldBe(6, "4 + 6 is within the capacity of 10");
    }

    [Fact]
    public void Get_EntryExceedsTheCapacity_EvictsTheOtherEntries()
    {
        Get("other", "1", weight: 5);
        Get("a", "1", weight: 6);

        Get("a", "1");
        computations.ShouldBe(2);
        Get("other", "1");
        computations.ShouldBe(3);
    }

    private void Get(string key, string version, long weight = 1) =>
        cache.Get(key, new LakeVersion(version, Now.AddDays(-1)), () => ++computations, _ => weight);
}
