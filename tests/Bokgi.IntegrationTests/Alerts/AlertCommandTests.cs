using System.Globalization;
using System.Text.Json;
using Bokgi.IntegrationTests.Alerts.Channels;
using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts;

/// <summary><c>bokgi alerts</c>, and the alerts that <c>bokgi health</c> sends.</summary>
public sealed class AlertCommandTests : IAsyncDisposable
{
    private const string Token = "never-shown-token";

    private readonly HttpReceiver receiver = new();

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    [Fact]
    public void AlertsTest_NoChannelIsOn_ErrorNamesTheSettings()
    {
        var result = BokgiProcess.Run("alerts", "test");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("no channel is switched on; set SLACK_ENABLED, EMAIL_ENABLED, TELEGRAM_ENABLED or WEBHOOK_URL");
    }

    [Fact]
    public void AlertsTest_ChannelAccepts_SendsOneMessage()
    {
        var result = Run("alerts", "test", "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Json[0].GetProperty("channel").GetString().ShouldBe("webhook");
        result.Json[0].GetProperty("is_sent").GetBoolean().ShouldBeTrue();
        JsonElement.Parse(receiver.Received.ShouldHaveSingleItem().Body).GetProperty("kind").GetString().ShouldBe("test");
    }

    [Fact]
    public void AlertsTest_ChannelFails_PrintsTheReasonWithoutTheToken()
    {
        receiver.AnswerWith(404);

        var result = Run("alerts", "test");

        result.ExitCode.ShouldBe(2);
        result.Out.ShouldContain("WEBHOOK_URL");
        (result.Out + result.Error).ShouldNotContain(Token);
    }

    [Fact]
    public void HealthAlert_ServerDoesNotAnswer_SendsAlertAboutTheApi()
    {
        var result = Run("health", "alert");

        result.ExitCode.ShouldBe(2);
        var messages = receiver.Received.Select(post => JsonElement.Parse(post.Body)).ToList();
        messages.ShouldAllBe(message => message.GetProperty("kind").GetString() == "health");
        messages.Select(message => message.GetProperty("fields").GetProperty("failed").GetString()).ShouldContain("api");
    }

    [Fact]
    public void HealthAlert_KindIsMuted_SaysThatNothingWasSent()
    {
        var result = Run([new("ALERT_MUTED", "health")], "health", "alert");

        result.Error.ShouldContain("warning: not sent, because ALERT_MUTED names health: api: the server does not answer");
        receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public void AlertsSend_OptionsMissingOrMailSwitchedOff_ErrorSaysSo()
    {
        var result = BokgiProcess.Run("alerts", "send");

        result.ExitCode.ShouldBe(1);
        result.ErrorLines.ShouldBe(
            ["error: give --to with an address", "error: give --subject with a text", "error: give --body with a text"],
            ignoreOrder: true
        );
        BokgiProcess
            .Run("alerts", "send", "--to", "a@example.com", "--subject", "s", "--body", "b")
            .Error.ShouldContain("e-mail is switched off; set EMAIL_ENABLED=true");
    }

    [Fact]
    public void AlertsList_NoAlerts_PrintsAnEmptyArray() => BokgiProcess.Run("alerts", "list", "--json").Json.GetArrayLength().ShouldBe(0);

    private BokgiResult Run(params string[] arguments) => Run([], arguments);

    private BokgiResult Run(KeyValuePair<string, string>[] settings, params string[] arguments) =>
        BokgiProcess.RunWithEnvironment(
            [
                new("WEBHOOK_URL", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{receiver.Port}/hook?token={Token}")),
                new("PORT", "1"), // no server listens there
                .. settings,
            ],
            arguments
        );
}
