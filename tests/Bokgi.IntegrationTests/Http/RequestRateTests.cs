using System.Globalization;
using System.Threading.RateLimiting;
using Bokgi.Host.Platform.Access;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class RequestRateTests
{
    private readonly AdvanceableClock clock = new();

    [Fact]
    public void Acquire_AfterABurst_SucceedsAtTheConfiguredRate()
    {
        using var limiter = new RequestRateLimiter(perSecond: 10, burst: 3, clock);

        CountAcquired(limiter, 5).ShouldBe(3);
        limiter.IdleDuration.ShouldBeNull();
        clock.Advance(TimeSpan.FromMilliseconds(99));
        CountAcquired(limiter, 1).ShouldBe(0);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        CountAcquired(limiter, 2).ShouldBe(1);
        clock.Advance(TimeSpan.FromMilliseconds(200));
        CountAcquired(limiter, 5).ShouldBe(2);
        clock.Advance(TimeSpan.FromHours(1));
        // All three permits are back after 300 ms; the limiter has been idle since.
        limiter.IdleDuration.ShouldBe(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(300));
        limiter.GetStatistics()!.CurrentAvailablePermits.ShouldBe(3);
        CountAcquired(limiter, 9).ShouldBe(3);
    }

    [Fact]
    public void Acquire_OverTheRate_SaysWhenToRetry()
    {
        using var limiter = new RequestRateLimiter(perSecond: 4, burst: 1, clock);
        CountAcquired(limiter, 1).ShouldBe(1);
        clock.Advance(TimeSpan.FromMilliseconds(50));

        using var refused = limiter.AttemptAcquire();

        refused.TryGetMetadata(MetadataName.RetryAfter, out var wait).ShouldBeTrue();
        wait.ShouldBe(TimeSpan.FromMilliseconds(200)); // a permit comes every 250 ms, and 50 ms have passed
    }

    [Fact]
    public void Acquire_ManyRequestsJustBelowTheRate_AreNeverRefused()
    {
        using var limiter = new RequestRateLimiter(perSecond: 7, burst: 1, clock);
        var acquired = 0;
        for (var i = 0; i < 100_000; i++)
        {
            acquired += CountAcquired(limiter, 1);
            clock.Advance(TimeSpan.FromTicks((TimeSpan.TicksPerSecond / 7) + 1));
        }

        acquired.ShouldBe(100_000);
    }

    [Fact]
    public void Requests_OverOneKeysRate_AreRefusedAndThoseOfOtherKeysAreNot()
    {
        using var apiServer = new ApiKeyServer(clock, ("REQUESTS_PER_SECOND", "2"), ("REQUEST_BURST", "5"));

        Statuses(apiServer, ApiKeyServer.Secrets[0], 6).ShouldBe([200, 200, 200, 200, 200, 429]);
        var refused = apiServer.Send("GET", "/api/strategies", ApiKeyServer.Secrets[0]);
        refused.ShouldBeProblem(429, "more than 2 requests a second");
        refused.Headers["Retry-After"].ShouldBe("1");
        Statuses(apiServer, ApiKeyServer.Secrets[1], 1).ShouldBe([200]);

        clock.Advance(TimeSpan.FromSeconds(1));

        Statuses(apiServer, ApiKeyServer.Secrets[0], 3).ShouldBe([200, 200, 429]);
    }

    [Fact]
    public void Requests_WithWrongKeys_AreCountedByTheirAddress()
    {
        using var apiServer = new ApiKeyServer(clock, ("REQUESTS_PER_SECOND", "1"), ("REQUEST_BURST", "3"));

        var guesses = Enumerable
            .Range(0, 5)
            .Select(guess => apiServer.Send("GET", "/api/strategies", guess.ToString(CultureInfo.InvariantCulture)));

        guesses.Select(answer => answer.Status).ShouldBe([401, 401, 401, 429, 429]);
        Statuses(apiServer, ApiKeyServer.Secrets[2], 1).ShouldBe([200]);
    }

    [Fact]
    public void Requests_FromThisMachineWithoutKeys_AreNotLimited()
    {
        using var server = new HttpServer { Clock = clock, Settings = { ["REQUESTS_PER_SECOND"] = "1", ["REQUEST_BURST"] = "1" } };

        Enumerable.Range(0, 20).Select(_ => server.Get("/api/strategies").Status).ShouldAllBe(status => status == 200);
    }

    private static int CountAcquired(RequestRateLimiter limiter, int attempts) =>
        Enumerable
            .Range(0, attempts)
            .Count(_ =>
            {
                using var lease = limiter.AttemptAcquire();
                return lease.IsAcquired;
            });

    private static List<int> Statuses(ApiKeyServer apiServer, string key, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => apiServer.Send("GET", "/api/strategies", key).Status)];
}
