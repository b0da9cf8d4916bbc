using System.Globalization;
using System.Net;
using System.Text.Json;
using Bokgi.Host.Platform.Access;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

public sealed class FailedKeysTests
{
    private static readonly IPAddress Guesser = IPAddress.Parse("203.0.113.7");

    private readonly AdvanceableClock clock = new();

    [Fact]
    public void RecordFailure_MoreThanFiveAMinute_DoublesTheWaitUpToThirtySeconds()
    {
        var failedKeys = new FailedKeys(perMinute: 5, clock);

        RecordFailuresAndGetWaits(failedKeys, Guesser, 13).ShouldBe([null, null, null, null, null, 1, 2, 4, 8, 16, 30, 30, 30]);
    }

    [Fact]
    public void RecordFailure_AfterAMinuteWithoutFailures_StartsOver()
    {
        var failedKeys = new FailedKeys(perMinute: 5, clock);
        RecordFailuresAndGetWaits(failedKeys, Guesser, 8);
        clock.Advance(TimeSpan.FromSeconds(59));
        RecordFailuresAndGetWaits(failedKeys, Guesser, 1).ShouldBe([8]);

        clock.Advance(TimeSpan.FromSeconds(59));
        RecordFailuresAndGetWaits(failedKeys, Guesser, 1).ShouldBe([16], "less than a minute has passed since the last failure");
        clock.Advance(TimeSpan.FromSeconds(60));

        RecordFailuresAndGetWaits(failedKeys, Guesser, 6).ShouldBe([null, null, null, null, null, 1]);
    }

    [Fact]
    public void RecordFailure_FiveEachMinute_NeverWaits()
    {
        var failedKeys = new FailedKeys(perMinute: 5, clock);
        for (var i = 0; i < 100; i++)
        {
            RecordFailuresAndGetWaits(failedKeys, Guesser, 1).ShouldBe([null]);
            clock.Advance(TimeSpan.FromSeconds(12));
        }

        failedKeys.AddressCount.ShouldBe(1);
    }

    [Fact]
    public void RecordFailure_OtherAddresses_AreCountedSeparately()
    {
        var failedKeys = new FailedKeys(perMinute: 1, clock);

        RecordFailuresAndGetWaits(failedKeys, Guesser, 2).ShouldBe([null, 1]);
        RecordFailuresAndGetWaits(failedKeys, IPAddress.Parse("203.0.113.8"), 2).ShouldBe([null, 1]);
        RecordFailuresAndGetWaits(failedKeys, Guesser.MapToIPv6(), 1).ShouldBe([2], "the same address in IPv6's notation");
        RecordFailuresAndGetWaits(failedKeys, null, 2).ShouldBe([null, 1]);
    }

    [Fact]
    public void RecordFailure_AddressesOfOneIPv6Network_CountAsOne()
    {
        var failedKeys = new FailedKeys(perMinute: 2, clock);

        RecordFailuresAndGetWaits(failedKeys, IPAddress.Parse("2001:db8:0:1::1"), 1).ShouldBe([null]);
        RecordFailuresAndGetWaits(failedKeys, IPAddress.Parse("2001:db8:0:1:ffff:ffff:ffff:ffff"), 2).ShouldBe([null, 1]);
        RecordFailuresAndGetWaits(failedKeys, IPAddress.Parse("2001:db8:0:2::1"), 1).ShouldBe([null]);
    }

    [Fact]
    public void RecordFailure_MoreAddressesThanTheMaximum_ForgetsTheOldestFirst()
    {
        var failedKeys = new FailedKeys(perMinute: 1, clock);
        RecordFailuresAndGetWaits(failedKeys, Guesser, 2).ShouldBe([null, 1]);
        for (var i = 1; i < FailedKeys.MaximumAddresses; i++)
            failedKeys.RecordFailure(new IPAddress(i));
        failedKeys.AddressCount.ShouldBe(FailedKeys.MaximumAddresses);
        RecordFailuresAndGetWaits(failedKeys, Guesser, 1).ShouldBe([2], "there was room for all");

        for (var i = 0; i < 100_000; i++)
            failedKeys.RecordFailure(new IPAddress(1_000_000 + i));

        failedKeys.AddressCount.ShouldBe(FailedKeys.MaximumAddresses);
        RecordFailuresAndGetWaits(failedKeys, Guesser, 1).ShouldBe([null]);
        clock.Advance(TimeSpan.FromMinutes(1));
        failedKeys.RecordFailure(Guesser);
        failedKeys.AddressCount.ShouldBe(1);
    }

    [Fact]
    public void Requests_WithWrongKeys_AreSlowedDownAndRightOnesAreNot()
    {
        using var apiServer = new ApiKeyServer(clock);

        for (var guess = 0; guess < 5; guess++)
            apiServer.Send("GET", "/api/strategies", $"guess{guess}").ShouldBeProblem(401, "is not one of this server");
        var refused = Enumerable.Range(0, 7).Select(_ => apiServer.Send("GET", "/api/strategies", "guess")).ToList();

        refused.ForEach(answer => answer.ShouldBeProblem(429, "too many wrong keys came from this address"));
        refused.Select(answer => int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture)).ShouldBe([1, 2, 4, 8, 16, 30, 30]);
        refused[0].Text.ShouldNotContain("guess");
        foreach (var secret in ApiKeyServer.Secrets)
            apiServer.Send("GET", "/api/strategies", secret).Status.ShouldBe(200);
        apiServer.SignIn(ApiKeyServer.Secrets[0]); // succeeds; its cookie is not used here
        apiServer.Send("GET", "/api/strategies").ShouldBeProblem(401, "this server asks for a key"); // a missing key does not count as a wrong one
        apiServer.Send("GET", "/health", "guess").Status.ShouldBe(200, "a request that needs no key is not a guess");

        clock.Advance(TimeSpan.FromMinutes(1));

        apiServer.Send("GET", "/api/strategies", "guess").Status.ShouldBe(401);
    }

    [Fact]
    public void Requests_WithoutAKeyOrWithAnEndedSession_AreNotFailedKeys()
    {
        using var apiServer = new ApiKeyServer(clock);
        for (var i = 0; i < 20; i++)
        {
            apiServer.Send("GET", "/api/strategies").Status.ShouldBe(401);
            apiServer.Send("GET", "/api/strategies", cookie: "bokgi_session=expired").Status.ShouldBe(401);
            apiServer.Send("POST", "/api/session", body: """{"key":""}""").Status.ShouldBe(422);
        }

        apiServer.Send("GET", "/api/strategies", "guess").Status.ShouldBe(401);
    }

    [Fact]
    public void SignIn_WithWrongKeys_CountsTogetherWithWrongKeysInHeaders()
    {
        using var apiServer = new ApiKeyServer(clock, ("FAILED_KEYS_PER_MINUTE", "3"));
        var body = JsonSerializer.Serialize(new { key = "guess" });

        apiServer.Send("POST", "/api/session", body: body).Status.ShouldBe(401);
        apiServer.Send("GET", "/api/strategies", "guess").Status.ShouldBe(401);
        apiServer.Send("POST", "/api/session", body: body).Status.ShouldBe(401);

        var refused = apiServer.Send("POST", "/api/session", body: body);
        refused.ShouldBeProblem(429, "too many wrong keys came from this address");
        refused.Headers["Retry-After"].ShouldBe("1");
        apiServer.Send("GET", "/api/strategies", "guess").Headers["Retry-After"].ShouldBe("2");
        apiServer.SignIn(ApiKeyServer.Secrets[1]);
    }

    // Returns how many seconds the address has to wait after each failure; null if it need not wait.
    private static List<int?> RecordFailuresAndGetWaits(FailedKeys failedKeys, IPAddress? address, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => failedKeys.RecordFailure(address))];
}
