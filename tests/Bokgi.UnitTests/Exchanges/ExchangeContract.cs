using System.Net;
using Bokgi.MarketData.Exchanges;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Lake;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Exchanges;

/// <summary>
/// The contract that every adapter must fulfil. A derived class supplies the adapter and how its exchange writes candles.
/// </summary>
public abstract class ExchangeContract : IDisposable
{
    private const long Minute = 60 * UnixTime.MicrosecondsPerSecond;

    private static readonly DateTimeOffset Now = new(2025, 9, 10, 12, 0, 30, TimeSpan.Zero);

    private readonly TemporaryLake folder = new();
    private readonly FakeTimeProvider clock = new(Now);

    protected static Symbol Bitcoin { get; } = Symbol.Parse("BTC_KRW");

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal abstract IExchange Open(ExchangeOptions options, HttpMessageHandler handler);

    /// <summary>The exchange's response to a request for candles, given the candles that exist.</summary>
    internal abstract string Candles(Uri request, IReadOnlyList<Candle> truth);

    /// <summary>The exchange's response for a market that does not exist.</summary>
    internal abstract HttpResponseMessage Unknown();

    // Pages over minutes with gaps: every candle is returned once, and the answered ranges join without a gap.
    [Fact]
    public void Candles_PageAfterPage_CoverTheRangeOnce() =>
        Gen.Select(Gen.Bool.Array[1, 3_000], Gen.Int[0, 3_200], Gen.Int[1, 3_200])
            .Sample(
                (present, from, length) =>
                {
                    var truth = Truth(present);
                    using var exchange = Open(out _, (request, _) => CannedHandler.Json(Candles(request, truth)));
                    var range = new TimeRange(At(from), At(from + length));
                    var got = new List<Candle>();
                    var left = range;
                    for (var pages = 0; left.StartUtc < left.EndUtc; pages++)
                    {
                        pages.ShouldBeLessThan(40);
                        var page = Wait(() => exchange.CandlesAsync(Bitcoin, Timeframe.OneMinute, left, CancellationToken.None));
                        using var rows = page.Rows;
                        page.Answered.EndUtc.ShouldBe(left.EndUtc);
                        page.Answered.StartUtc.ShouldBeGreaterThanOrEqualTo(left.StartUtc);
                        got.InsertRange(0, Enumerable.Range(0, rows.Count).Select(i => rows[i]));
                        if (page.IsBeginning)
                            truth.ShouldAllBe(candle => candle.TimeUtc >= page.Answered.StartUtc);
                        left = left with { EndUtc = page.IsBeginning ? left.StartUtc : page.Answered.StartUtc };
                    }

                    got.ShouldBe(truth.Where(candle => range.Contains(candle.TimeUtc)));
                },
                iter: Iterations.Of(60),
                threads: 1
            );

    [Fact]
    public void Candles_OfNow_HaveTheFormingBarAndTheTimeThatTellsIt()
    {
        var open = UnixTime.FromDateTime(Now.UtcDateTime) - (30 * UnixTime.MicrosecondsPerSecond);
        Candle[] truth = [Bar(open - Minute), Bar(open)];
        using var exchange = Open(out var handler, (request, _) => CannedHandler.Json(Candles(request, truth)));
        var page = Wait(() =>
            exchange.CandlesAsync(Bitcoin, Timeframe.OneMinute, new TimeRange(open - Minute, open + Minute), CancellationToken.None)
        );
        using var rows = page.Rows;
        (rows.Count, page.ExchangeTimeUtc).ShouldBe((2, open + (30 * UnixTime.MicrosecondsPerSecond)));
        handler.Requests.ShouldAllBe(request => !request.Headers.Contains("Origin"));
    }

    [Fact]
    public void Candles_OfAnUnknownMarket_AreRefusedAtOnce()
    {
        using var exchange = Open(out var handler, (_, _) => Unknown());
        var refusal = Should.Throw<ExchangeException>(() => Ask(exchange));
        refusal.Kind.ShouldBe(ExchangeErrorKind.Refused);
        refusal.Message.ShouldStartWith($"{exchange.Traits.Name} refuses /");
        handler.Requests.Count.ShouldBe(1);
        exchange.State.GoneSinceUtc.ShouldBeNull(); // a refusal is an answer, too
    }

    [Theory]
    [InlineData(429, 5, 5)]
    [InlineData(429, null, 1)]
    [InlineData(418, 7, 7)]
    [InlineData(418, null, 10)]
    [InlineData(500, null, 0)]
    [InlineData(503, 3, 3)]
    [InlineData(200, null, 0)] // the body is not JSON
    public void Ask_WithTroubleOnce_IsAskedAgainAfterTheWait(int status, int? retryAfter, int leastSeconds)
    {
        using var exchange = Open(
            out var handler,
            (request, count) =>
                count == 1
                    ? CannedHandler.Of((HttpStatusCode)status, "<html>", retryAfter is { } wait ? TimeSpan.FromSeconds(wait) : null)
                    : CannedHandler.Json(Candles(request, [Bar(At(0))]))
        );
        Ask(exchange).ShouldBe(1);
        handler.Requests.Count.ShouldBe(2);
        (clock.GetUtcNow() - Now).TotalSeconds.ShouldBeInRange(leastSeconds, leastSeconds + 2);
        exchange.State.GoneSinceUtc.ShouldBeNull();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(418)]
    public void Ask_ToldToWaitForLong_SaysSoAtOnceToEverybody(int status)
    {
        using var exchange = Open(out var handler, (_, _) => CannedHandler.Of((HttpStatusCode)status, "{}", TimeSpan.FromSeconds(120)));
        Should.Throw<ExchangeException>(() => Ask(exchange)).Message.ShouldContain("asks to wait for 120 s");
        using var other = Open(out var unasked, (_, _) => throw new InvalidOperationException("no request may be sent during the wait"));
        var away = Should.Throw<ExchangeException>(() => Ask(other));
        (away.Kind, handler.Requests.Count, unasked.Requests.Count).ShouldBe((ExchangeErrorKind.Unavailable, 1, 0));
        (clock.GetUtcNow() - Now).TotalSeconds.ShouldBeLessThan(2);
    }

    [Fact]
    public void Ask_WhileNobodyAnswers_SaysSinceWhenUntilItDoes()
    {
        var isUp = false;
        Func<Uri, int, HttpResponseMessage> answer = (request, _) =>
            isUp
                ? CannedHandler.Json(Candles(request, [Bar(At(0))]))
                : throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused (10.0.0.7:443)");
        using var exchange = Open(out var handler, answer);
        var first = Should.Throw<ExchangeException>(() => Ask(exchange));
        handler.Requests.Count.ShouldBe(5);
        var since = exchange.State.GoneSinceUtc.ShouldNotBeNull();
        first.Message.ShouldStartWith(
            $"{exchange.Traits.Name} has not answered since {since:yyyy-MM-dd'T'HH:mm:ss'Z'} (it cannot be connected to)"
        );

        clock.Advance(TimeSpan.FromMinutes(10));
        using var other = Open(out _, answer);
        Should.Throw<ExchangeException>(() => Ask(other)).Message.ShouldContain($"since {since:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        isUp = true;
        Ask(other).ShouldBe(1);
        exchange.State.GoneSinceUtc.ShouldBeNull();
        exchange.State.LastAnswerUtc.ShouldNotBeNull();
    }

    [Fact]
    public async Task Ask_Cancelled_EndsTheWait()
    {
        using var exchange = Open(out _, (_, _) => CannedHandler.Of(HttpStatusCode.TooManyRequests, "{}", TimeSpan.FromSeconds(20)));
        using var cancel = new CancellationTokenSource();
        var asked = exchange.TimeAsync(cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asked.WaitAsync(TimeSpan.FromMinutes(5)));
    }

    private static long At(int minute) => TemporaryLake.TimeOf("2025-09-01T00:00Z") + (minute * Minute);

    private static Candle Bar(long time) => new(time, 100, 103, 99, 101.5, 0.25 + (time / Minute % 7));

    private static Candle[] Truth(bool[] present) =>
        [.. Enumerable.Range(0, present.Length).Where(i => present[i]).Select(i => Bar(At(i)))];

    private IExchange Open(out CannedHandler handler, Func<Uri, int, HttpResponseMessage> answer)
    {
        handler = new CannedHandler(clock, answer);
        return Open(new ExchangeOptions(new Uri("http://exchange.test"), new Uri("ws://exchange.test"), folder.Lake.Root, clock), handler);
    }

    private int Ask(IExchange exchange)
    {
        var page = Wait(() => exchange.CandlesAsync(Bitcoin, Timeframe.OneMinute, new TimeRange(At(0), At(1)), CancellationToken.None));
        using var rows = page.Rows;
        return rows.Count;
    }

    // Advances the clock until the response arrives. Continuations run within Advance on this thread, so no time passes while they work.
    private T Wait<T>(Func<Task<T>> ask)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var asked = ask();
        for (var looks = 0; !asked.IsCompleted; looks++)
        {
            looks.ShouldBeLessThan(10_000, "there is no answer");
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        return asked.GetAwaiter().GetResult();
    }
}
