using Bokgi.Host.Listings;
using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;
using Bokgi.UnitTests.Collection;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Listings;

public sealed class ExchangeCacheTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly string folder = Directory.CreateTempSubdirectory("bokgi-copy-").FullName;
    private readonly MemoryExchange exchange = new([], Timeframe.OneMinute, new Random(1));
    private readonly InstantTimerClock clock = new();
    private Func<Task<IReadOnlyList<string>>> answer = () => Task.FromResult<IReadOnlyList<string>>(["BTC_KRW"]);
    private int requests;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Get_CalledAgain_SendsARequestOnlyWhenTheListIsAMinuteOld()
    {
        using var cache = CreateCache();
        clock.FiresTimersAtOnce = false;

        var first = await cache.GetAsync(Cancel);
        var second = await cache.GetAsync(Cancel);
        clock.NowUtc += 60_000_000;
        var third = await cache.GetAsync(Cancel);

        second.ShouldBeSameAs(first);
        third.AsOf.ShouldBe(first.AsOf + Minute);
        requests.ShouldBe(2);
        cache.DescribeAge(first).IsStale.ShouldBeFalse("a few seconds are allowed for the next request");
    }

    [Fact]
    public async Task Get_ManyAtOnce_ShareOneRequest()
    {
        using var cache = CreateCache();
        clock.FiresTimersAtOnce = false;
        var pendingAnswer = new TaskCompletionSource<IReadOnlyList<string>>();
        answer = () => pendingAnswer.Task;

        Task<CachedList<string>>[] all = [.. Enumerable.Range(0, 20).Select(_ => cache.GetAsync(Cancel))];
        pendingAnswer.SetResult(["ETH_KRW"]);

        (await Task.WhenAll(all)).ShouldAllBe(cached => cached.Items[0] == "ETH_KRW");
        requests.ShouldBe(1);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"as_of":"2024-01-01T00:00:00Z","items":null}""")]
    [InlineData("""{"as_of":"2024-01-01T00:00:00Z","items":[null]}""")]
    [InlineData("[")]
    public async Task Get_DamagedCacheAndUnavailableExchange_ReportsTheUnavailableExchange(string damaged)
    {
        clock.FiresTimersAtOnce = false;
        using (var earlierCache = CreateCache())
            await earlierCache.GetAsync(Cancel);
        foreach (var file in Directory.GetFiles(folder))
            await File.WriteAllTextAsync(file, damaged, Cancel);
        answer = () => throw new ExchangeException(ExchangeErrorKind.Unavailable, "gone");
        using var cache = CreateCache();

        (await Should.ThrowAsync<ExchangeException>(() => cache.GetAsync(Cancel))).Kind.ShouldBe(ExchangeErrorKind.Unavailable);
    }

    [Fact]
    public async Task Get_ExchangeTooSlow_ReturnsTheListCachedByAnEarlierProcess()
    {
        clock.FiresTimersAtOnce = false;
        using (var earlierCache = CreateCache())
            await earlierCache.GetAsync(Cancel);
        using var cache = CreateCache();
        clock.NowUtc += 3_600_000_000;
        answer = () => new TaskCompletionSource<IReadOnlyList<string>>().Task; // never completes
        clock.FiresTimersAtOnce = true;

        var cached = await cache.GetAsync(Cancel);

        cached.Items.ShouldBe(["BTC_KRW"]);
        cache.DescribeAge(cached).IsStale.ShouldBeTrue();
    }

    [Fact]
    public async Task Get_ExchangeUnavailableAndNothingCached_ReportsSinceWhenItIsUnavailable()
    {
        using var cache = CreateCache();
        answer = () => throw new ExchangeException(ExchangeErrorKind.Unavailable, "unavailable");
        exchange.State = new ExchangeState(null, DateTimeOffset.UnixEpoch, "connection refused");

        var error = await Should.ThrowAsync<ExchangeException>(() => cache.GetAsync(Cancel));

        error.Kind.ShouldBe(ExchangeErrorKind.Unavailable);
        error.Message.ShouldBe("upbit has not answered since 1970-01-01T00:00:00Z: connection refused; try again later");
    }

    [Fact]
    public async Task Get_DamagedFile_RequestsTheListAgain()
    {
        clock.FiresTimersAtOnce = false;
        File.WriteAllText(Path.Combine(folder, "list.json"), "{");
        using var cache = CreateCache();

        (await cache.GetAsync(Cancel)).Items.ShouldBe(["BTC_KRW"]);
    }

    private ExchangeCache<string> CreateCache() =>
        new(
            exchange,
            Path.Combine(folder, "list.json"),
            Minute,
            writeInterval: TimeSpan.Zero,
            fetch: _ =>
            {
                Interlocked.Increment(ref requests);
                return answer();
            },
            clock: clock
        );

    /// <summary>A clock that a test sets. While <see cref="FiresTimersAtOnce"/> is true, every timer fires at once, so time-outs expire.</summary>
    private sealed class InstantTimerClock : TimeProvider
    {
        /// <summary>Microseconds since 1970.</summary>
        public long NowUtc { get; set; }

        public bool FiresTimersAtOnce { get; set; } = true;

        public override DateTimeOffset GetUtcNow() => new(UnixTime.ToDateTime(NowUtc), TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, FiresTimersAtOnce ? TimeSpan.Zero : dueTime, period);
    }
}
