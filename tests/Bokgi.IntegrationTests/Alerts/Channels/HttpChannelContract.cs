using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts.Channels;

/// <summary>What every channel over HTTP must do.</summary>
public abstract class HttpChannelContract : AlertChannelContract
{
    internal HttpReceiver Server { get; } = new();

    internal override int Port => Server.Port;

    internal JsonNode Body => JsonNode.Parse(Server.Received.Last().Body)!;

    internal override IEnumerable<(string Name, string Value)> SettingsForPermanentFailure()
    {
        Server.AnswerWith(401);
        return SettingsFor(Port);
    }

    internal override IEnumerable<(string Name, string Value)> SettingsForTemporaryFailure()
    {
        Server.AnswerWith(500);
        return SettingsFor(Port);
    }

    [Theory]
    [InlineData(302, false)]
    [InlineData(400, true)]
    [InlineData(401, true)]
    [InlineData(403, true)]
    [InlineData(404, true)]
    [InlineData(408, false)]
    [InlineData(410, true)]
    [InlineData(429, false)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    public async Task Send_ErrorStatus_FailsPermanentlyOrTemporarily(int status, bool isPermanent)
    {
        Server.AnswerWith(status);

        var failure = await ShouldFailAsync(Open(SettingsFor(Port)));

        failure.IsPermanent.ShouldBe(isPermanent);
        failure.Message.ShouldStartWith($"127.0.0.1 answered {status}; {(status == 429 ? "it is sent again" : "check ")}");
        Server.Received.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Send_Success_IsDelivered(int status)
    {
        Server.AnswerWith(status);

        await Open(SettingsFor(Port)).SendAsync(Example, CancellationToken.None);

        Server.Received.ShouldHaveSingleItem().ContentType.ShouldBe("application/json; charset=utf-8");
    }

    [Fact]
    public async Task Send_RetryAfterHeaderInSeconds_FailureHasThatPause()
    {
        Server.AnswerWith(429, retryAfter: 37);

        var failure = await ShouldFailAsync(Open(SettingsFor(Port)));

        failure.IsPermanent.ShouldBeFalse();
        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(37));
    }

    // The clock shows 2026-01-02 03:04:05 UTC.
    [Theory]
    [InlineData("Fri, 02 Jan 2026 03:05:05 GMT", 60)]
    [InlineData("Fri, 02 Jan 2026 03:00:00 GMT", 0)]
    public async Task Send_RetryAfterHeaderWithADate_FailureHasThePauseUntilThen(string until, int seconds)
    {
        Server.Answer = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = until;
            return Task.CompletedTask;
        };

        (await ShouldFailAsync(Open(SettingsFor(Port)))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task Send_ErrorRepeatsTheAddress_FailureShowsNoSecret()
    {
        Server.Answer = context =>
        {
            context.Response.StatusCode = 404;
            var address = $"{context.Request.Path}{context.Request.QueryString}";
            return context.Response.WriteAsync(new JsonObject { ["description"] = $"nothing at {address}" }.ToJsonString());
        };

        // ShouldFailAsync checks that the failure contains no secret.
        (await ShouldFailAsync(Open(SettingsFor(Port)))).Message.ShouldStartWith("127.0.0.1 answered 404; check ");
    }

    [Fact]
    public async Task Send_ErrorWithEndlessBody_ReadsOnlyItsBeginning()
    {
        Server.Answer = async context =>
        {
            context.Response.StatusCode = 503;
            var block = new byte[4096];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
        };

        (await ShouldFailAsync(Open(SettingsFor(Port)))).Message.ShouldStartWith("127.0.0.1 answered 503; check ");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
