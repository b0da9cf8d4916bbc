using Bokgi.MarketData.Exchanges.Http;
using Bokgi.UnitTests.Lake;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Exchanges;

public sealed class SharedRateLimiterTests : IDisposable
{
    // Time between the starts of two requests: nine requests a second.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.0 / 9);

    private readonly TemporaryLake temporaryLake = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public void Dispose() => temporaryLake.Dispose();

    // Three limiters, as in three processes, get requests at random times. At most ten requests may start in any second.
    [Fact]
    public void WaitAsync_SeveralLimitersOnOneFolder_StayWithinTheLimitInEverySecond() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 300])
            .List[1, 80]
            .Sample(
                requests =>
                {
                    SynchronizationContext.SetSynchronizationContext(null); // continuations run as soon as the clock advances
                    var path = Path.Combine(temporaryLake.Lake.Root, Guid.NewGuid().ToString("N"));
                    var limiters = Enumerable.Range(0, 3).Select(_ => new SharedRateLimiter(path, Interval, clock)).ToArray();
                    var (startTimes, waits) = (new List<DateTimeOffset>(), new List<Task>());
                    foreach (var (index, pause) in requests)
                    {
                        AdvanceInSteps(TimeSpan.FromMilliseconds(pause));
                        waits.Add(RequestAsync(limiters[index], startTimes));
                    }

                    while (waits.Exists(task => !task.IsCompleted))
                        AdvanceInSteps(TimeSpan.FromMilliseconds(20));
                    startTimes.Count.ShouldBe(requests.Count);
                    startTimes.Sort();
                    for (var i = 10; i < startTimes.Count; i++)
                        (startTimes[i] - startTimes[i - 10]).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.1)); // ten intervals are 1.11 s
                },
                iter: Iterations.Scale(40),
                threads: 1
            );

    [Fact]
    public async Task Block_OneLimiter_AlsoDelaysOtherLimitersOnTheFolder()
    {
        var (blockingLimiter, otherLimiter) = (
            new SharedRateLimiter(temporaryLake.Lake.Root, Interval, clock),
            new SharedRateLimiter(temporaryLake.Lake.Root, Interval, clock)
        );
        await blockingLimiter.WaitAsync(1, CancellationToken.None);
        var otherWait = otherLimiter.WaitAsync(1, CancellationToken.None);
        otherWait.IsCompleted.ShouldBeFalse();
        blockingLimiter.Block(TimeSpan.FromSeconds(5), CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(1)); // without the block, the other request would start by now
        otherWait.IsCompleted.ShouldBeFalse();
        otherLimiter.BlockedUntilUtc(CancellationToken.None).ShouldBe(new DateTimeOffset(2026, 1, 1, 0, 0, 5, TimeSpan.Zero));
        clock.Advance(TimeSpan.FromSeconds(4));
        clock.Advance(Interval);
        await otherWait.WaitAsync(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task WaitAsync_CostlyRequest_DelaysTheNextOneLonger()
    {
        var limiter = new SharedRateLimiter(temporaryLake.Lake.Root, TimeSpan.FromMilliseconds(100), clock);
        await limiter.WaitAsync(20, CancellationToken.None); // costs as much as 20 requests
        var nextWait = limiter.WaitAsync(1, CancellationToken.None);
        clock.Advance(TimeSpan.FromMilliseconds(1_999));
        nextWait.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await nextWait.WaitAsync(TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 127, 255, 255, 255, 255, 255, 255, 255, 127 })]
    public async Task WaitAsync_DamagedStateFile_DoesNotDelayTheRequest(byte[] content)
    {
        File.WriteAllBytes(Path.Combine(temporaryLake.Lake.Root, "gate"), content); // the file in which limiters share their state
        await new SharedRateLimiter(temporaryLake.Lake.Root, Interval, clock)
            .WaitAsync(1, CancellationToken.None)
            .WaitAsync(TimeSpan.FromMinutes(5));
    }

    private async Task RequestAsync(SharedRateLimiter limiter, List<DateTimeOffset> startTimes)
    {
        await limiter.WaitAsync(1, CancellationToken.None);
        lock (startTimes)
            startTimes.Add(clock.GetUtcNow());
    }

    private void AdvanceInSteps(TimeSpan duration)
    {
        for (var step = TimeSpan.FromMilliseconds(5); duration > TimeSpan.Zero; duration -= step)
            clock.Advance(duration < step ? duration : step);
    }
}
