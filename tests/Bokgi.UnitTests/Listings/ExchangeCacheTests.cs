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
    private readonly HastyClock clock = new();
    private Func<Task<IReadOnlyList<string>>> answer = () => Task.FromResult<IReadOnlyList<string>>(["BTC_KRW"]);
    private int asked;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Get_WhileItIsFresh_AsksOnce()
    {
        using var copy = Copy();
        clock.IsHasty = false;

        var first = await copy.GetAsync(Cancel);
        var second = await copy.GetAsync(Cancel);
        clock.NowUtc += 60_000_000;
        var third = await copy.GetAsync(Cancel);

        second.ShouldBeSameAs(first);
        third.AsOf.ShouldBe(first.AsOf + Minute);
        asked.ShouldBe(2);
        copy.AgeOf(first).IsStale.ShouldBeFalse("a few seconds are allowed for the next request");
    }

    [Fact]
    public async Task Get_ManyAtOnce_AskTogether()
    {
        using var copy = Copy();
        clock.IsHasty = false;
        var gate = new TaskCompletionSource<IReadOnlyList<string>>();
        answer = () => gate.Task;

        Task<CachedList<string>>[] all = [.. Enumerable.Range(0, 20).Select(_ => copy.GetAsync(Cancel))];
        gate.SetResult(["ETH_KRW"]);

        (await Task.WhenAll(all)).ShouldAllBe(kept => kept.Items[0] == "ETH_KRW");
        asked.ShouldBe(1);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"as_of":"2024-01-01T00:00:00Z","items":null}""")]
    [InlineData("""{"as_of":"2024-01-01T00:00:00Z","items":[null]}""")]
    [InlineData("[")]
    public async Task Get_CopyIsDamagedAndTheExchangeAway_SaysThatItIsAway(string damaged)
    {
        clock.IsHasty = false;
        using (var earlier = Copy())
            await earlier.GetAsync(Cancel);
        foreach (var file in Directory.GetFiles(folder))
            await File.WriteAllTextAsync(file, damaged, Cancel);
        answer = () => throw new ExchangeException(ExchangeErrorKind.Unavailable, "gone");
        using var copy = Copy();

        (await Should.ThrowAsync<ExchangeException>(() => copy.GetAsync(Cancel))).Kind.ShouldBe(ExchangeErrorKind.Unavailable);
    }

    [Fact]
    public async Task Get_ExchangeTooSlow_GivesTheCopyOfAnEarlierProcess()
    {
        clock.IsHasty = false;
        using (var earlier = Copy())
            await earlier.GetAsync(Cancel);
        using var copy = Copy();
        (clock.NowUtc, clock.IsHasty) = (clock.NowUtc + 3_600_000_000, true);
        answer = () => new TaskCompletionSource<IReadOnlyList<string>>().Task;

        var kept = await copy.GetAsync(Cancel);

        kept.Items.ShouldBe(["BTC_KRW"]);
        copy.AgeOf(kept).IsStale.ShouldBeTrue();
    }

    [Fact]
    public async Task Get_ExchangeAwayWithoutACopy_SaysSinceWhen()
    {
        using var copy = Copy();
        answer = () => throw new ExchangeException(ExchangeErrorKind.Unavailable, "unavailable");
        exchange.State = new ExchangeState(null, DateTimeOffset.UnixEpoch, "connection refused");

        var away = await Should.ThrowAsync<ExchangeException>(() => copy.GetAsync(Cancel));

        away.Kind.ShouldBe(ExchangeErrorKind.Unavailable);
        away.Message.ShouldBe("upbit has not answered since 1970-01-01T00:00:00Z: connection refused; try again later");
    }

    [Fact]
    public async Task Get_DamagedFile_AsksTheExchange()
    {
        clock.IsHasty = false;
        File.WriteAllText(Path.Combine(folder, "list.json"), "{");
        using var copy = Copy();

        (await copy.GetAsync(Cancel)).Items.ShouldBe(["BTC_KRW"]);
    }

    private ExchangeCache<string> Copy() =>
        new(
            exchange,
            Path.Combine(folder, "list.json"),
            Minute,
            TimeSpan.Zero,
            _ =>
            {
                Interlocked.Increment(ref asked);
                return answer();
            },
            clock
        );

    /// <summary>A clock that a test sets; while <see cref="IsHasty"/> is true, every timer fires at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public long NowUtc { get; set; }

        public bool IsHasty { get; set; } = true;

        public override DateTimeOffset GetUtcNow() => new(UnixTime.ToDateTime(NowUtc), TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, IsHasty ? TimeSpan.Zero : dueTime, period);
    }
}
