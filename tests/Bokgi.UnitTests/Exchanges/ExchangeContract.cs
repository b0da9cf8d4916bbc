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
/// The contract that the adapter of every exchange must fulfil. A derived class supplies the adapter and the responses of the exchange.
/// </summary>
public abstract class ExchangeContract : IDisposable
{
    private const long Minute = 60 * UnixTime.MicrosecondsPerSecond;

    private static readonly DateTimeOffset Now = new(2025, 9, 10, 12, 0, 30, TimeSpan.Zero);

    private readonly TemporaryLake temporaryLake = new();
    private readonly FakeTimeProvider clock = new(Now);

    protected static Symbol Bitcoin { get; } = Symbol.Parse("BTC_KRW");

    public void Dispose()
    {
        temporaryLake.Dispose();
        GC.SuppressFinalize(this);
    }

    internal abstract IExchange Open(ExchangeOptions options, HttpMessageHandler handler);

    /// <summary>The exchange's response to a request for candles, given the candles that exist.</summary>
    internal abstract string CreateCandlesBody(Uri request, IReadOnlyList<Candle> existingCandles);

    /// <summary>The exchange's response for a market that does not exist.</summary>
    internal abstract HttpResponseMessage CreateUnknownMarketResponse();

    // One-minute candles with gaps are read page by page. Every candle is returned once, and the ranges that the pages cover adjoin.
    [Fact]
    public void Candles_PageAfterPage_CoverTheRangeOnce() =>
        Gen.Select(Gen.Bool.Array[1, 3_000], Gen.Int[0, 3_200], Gen.Int[1, 3_200])
            .Sample(
                (hasCandle, from, length) =>
                {
                    var existingCandles = CandlesWithGaps(hasCandle);
                    using var exchange = Open(
                        out _,
                        (request, _) => CannedHandler.CreateJsonResponse(CreateCandlesBody(request, existingCandles))
                    );
                    var range = new TimeRange(OpenOfMinute(from), OpenOfMinute(from + length));
                    var received = new List<Candle>();
                    var remaining = range;
                    for (var pages = 0; remaining.StartUtc < remaining.EndUtc; pages++)
                    {
                        pages.ShouldBeLessThan(40); // more than any range needs; prevents an endless loop
                        var page = AdvanceUntilDone(() =>
                            exchange.CandlesAsync(Bitcoin, Timeframe.OneMinute, remaining, CancellationToken.None)
                        );
                        using var rows = page.Rows;
                        page.CoveredRange.EndUtc.ShouldBe(remaining.EndUtc);
                        page.CoveredRange.StartUtc.ShouldBeGreaterThanOrEqualTo(remaining.StartUtc);
                        received.InsertRange(0, Enumerable.Range(0, rows.Count).Select(i => rows[i]));
                        if (page.ReachesMarketStart)
                            existingCandles.ShouldAllBe(candle => candle.TimeUtc >= page.CoveredRange.StartUtc);
                        remaining = remaining with { EndUtc = page.ReachesMarketStart ? remaining.StartUtc : page.CoveredRange.StartUtc };
                    }

                    received.ShouldBe(existingCandles.Where(candle => range.Contains(candle.TimeUtc)));
                },
                iter: Iterations.Scale(60),
                threads: 1
            );

    [Fact]
    public void Candles_UpToNow_IncludeTheFormingBarAndTheExchangesTime()
    {
        var open = UnixTime.FromDateTime(Now.UtcDateTime) - (30 * UnixTime.MicrosecondsPerSecond);
        Candle[] existingCandles = [CreateBar(open - Minute), CreateBar(open)];
        using var exchange = Open(
            out var handler,
            (request, _) => CannedHandler.CreateJsonResponse(CreateCandlesBody(request, existingCandles))
        );
        var page = AdvanceUntilDone(() =>
            exchange.CandlesAsync(Bitcoin, Timeframe.OneMinute, new TimeRange(open - Minute, open + Minute), CancellationToken.None)
        );
        using var rows = page.Rows;
        (rows.Count, page.ExchangeTimeUtc).ShouldBe((2, open + (30 * UnixTime.MicrosecondsPerSecond)));
        handler.Requests.ShouldAllBe(request => !request.Headers.Contains("Origin")); // Upbit limits requests with this header more strictly
    }

    [Fact]
    public void Candles_UnknownMarket_FailsWithoutARetry()
    {
        using var exchange = Open(out var handler, (_, _) => CreateUnknownMarketResponse());
        var refusal = Should.Throw<ExchangeException>(() => RequestCandles(exchange));
        refusal.Kind.ShouldBe(ExchangeErrorKind.Refused);
        refusal.Message.ShouldStartWith($"{exchange.Traits.Name} refuses /");
        handler.Requests.Count.ShouldBe(1);
        exchange.State.GoneSinceUtc.ShouldBeNull(); // the exchange has answered, although with a refusal
    }

    // The status of the first response, its Retry-After header in seconds (null for none), and the shortest wait before the retry.
    [Theory]
    [InlineData(429, 5, 5)]
    [InlineData(429, null, 1)]
    [InlineData(418, 7, 7)]
    [InlineData(418, null, 10)]
    [InlineData(500, null, 0)]
    [InlineData(503, 3, 3)]
    [InlineData(200, null, 0)] // the body is not JSON
    public void Request_FailingOnce_IsRetriedAfterTheWait(int status, int? retryAfterSeconds, int minimumSeconds)
    {
        using var exchange = Open(
            out var handler,
            (request, count) =>
                count == 1
                    ? CannedHandler.CreateResponse(
                        (HttpStatusCode)status,
                        "<html>",
                        retryAfterSeconds is { } wait ? TimeSpan.FromSeconds(wait) : null
                    )
                    : CannedHandler.CreateJsonResponse(CreateCandlesBody(request, [CreateBar(OpenOfMinute(0))]))
        );
        RequestCandles(exchange).ShouldBe(1);
        handler.Requests.Count.ShouldBe(2);
        (clock.GetUtcNow() - Now).TotalSeconds.ShouldBeInRange(minimumSeconds, minimumSeconds + 2);
        exchange.State.GoneSinceUtc.ShouldBeNull();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(418)]
    public void Request_RetryAfterHeaderOf120Seconds_FailsAtOnceAndBlocksOtherAdapters(int status)
    {
        using var exchange = Open(
            out var handler,
            (_, _) => CannedHandler.CreateResponse((HttpStatusCode)status, "{}", TimeSpan.FromSeconds(120))
        );
        Should.Throw<ExchangeException>(() => RequestCandles(exchange)).Message.ShouldContain("asks to wait for 120 s");
        using var otherExchange = Open(
            out var unusedHandler,
            (_, _) => throw new InvalidOperationException("no request may be sent during the wait")
        );
        var unavailable = Should.Throw<ExchangeException>(() => RequestCandles(otherExchange));
        (unavailable.Kind, handler.Requests.Count, unusedHandler.Requests.Count).ShouldBe((ExchangeErrorKind.Unavailable, 1, 0));
        (clock.GetUtcNow() - Now).TotalSeconds.ShouldBeLessThan(2);
    }

    [Fact]
    public void Request_ExchangeUnreachable_ReportsTheStartOfTheOutageUntilItAnswers()
    {
        var isUp = false;
        Func<Uri, int, HttpResponseMessage> respond = (request, _) =>
            isUp
                ? CannedHandler.CreateJsonResponse(CreateCandlesBody(request, [CreateBar(OpenOfMinute(0))]))
                : throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused (10.0.0.7:443)");
        using var exchange = Open(out var handler, respond);
        var firstFailure = Should.Throw<ExchangeException>(() => RequestCandles(exchange));
        handler.Requests.Count.ShouldBe(5); // the request and four retries
        var since = exchange.State.GoneSinceUtc.ShouldNotBeNull();
        firstFailure.Message.ShouldStartWith(
            $"{exchange.Traits.Name} has not answered since {since:yyyy-MM-dd'T'HH:mm:ss'Z'} (it cannot be reached)"
        );

        clock.Advance(TimeSpan.FromMinutes(10));
        using var otherExchange = Open(out _, respond);
        Should
            .Throw<ExchangeException>(() => RequestCandles(otherExchange))
            .Message.ShouldContain($"since {since:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        isUp = true;
        RequestCandles(otherExchange).ShouldBe(1);
        exchange.State.GoneSinceUtc.ShouldBeNull();
        exchange.State.LastAnswerUtc.ShouldNotBeNull();
    }

    [Fact]
    public async Task Request_Cancelled_EndsTheWait()
    {
        using var exchange = Open(
            out _,
            (_, _) => CannedHandler.CreateResponse(HttpStatusCode.TooManyRequests, "{}", TimeSpan.FromSeconds(20))
        );
        using var cancel = new CancellationTokenSource();
        var task = exchange.TimeAsync(cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => task.WaitAsync(TimeSpan.FromMinutes(5)));
    }

    private static long OpenOfMinute(int minute) => TemporaryLake.TimeOf("2025-09-01T00:00Z") + (minute * Minute);

    private static Candle CreateBar(long timeUtc) => new(timeUtc, 100, 103, 99, 101.5, 0.25 + (timeUtc / Minute % 7));

    private static Candle[] CandlesWithGaps(bool[] hasCandle) =>
        [.. Enumerable.Range(0, hasCandle.Length).Where(i => hasCandle[i]).Select(i => CreateBar(OpenOfMinute(i)))];

    private IExchange Open(out CannedHandler handler, Func<Uri, int, HttpResponseMessage> respond)
    {
        handler = new CannedHandler(clock, respond);
        return Open(
            new ExchangeOptions(new Uri("http://exchange.test"), new Uri("ws://exchange.test"), temporaryLake.Lake.Root, clock),
            handler
        );
    }

    private int RequestCandles(IExchange exchange)
    {
        var page = AdvanceUntilDone(() =>
            exchange.CandlesAsync(Bitcoin, Timeframe.OneMinute, new TimeRange(OpenOfMinute(0), OpenOfMinute(1)), CancellationToken.None)
        );
        using var rows = page.Rows;
        return rows.Count;
    }

    // Advances the clock until the response arrives. Continuations run within Advance on this thread, so the clock waits for them.
    private T AdvanceUntilDone<T>(Func<Task<T>> start)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var task = start();
        for (var steps = 0; !task.IsCompleted; steps++)
        {
            steps.ShouldBeLessThan(10_000, "there is no answer");
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        return task.GetAwaiter().GetResult();
    }
}
