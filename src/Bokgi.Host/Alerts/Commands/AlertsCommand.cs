using System.CommandLine;
using Bokgi.Host.Alerts.Channels.Email;
using Bokgi.Host.Alerts.Store;
using Bokgi.Host.Platform.Events.Store;

namespace Bokgi.Host.Alerts.Commands;

/// <summary><c>bokgi alerts</c>: tests the channels, lists what was sent, and sends a mail.</summary>
internal static class AlertsCommand
{
    private const int ListedAlerts = 20;

    public static Command Create() =>
        new("alerts", "Alerts by Slack, e-mail, Telegram and webhook.") { CreateTest(), CreateList(), CreateSend() };

    private static Command CreateTest()
    {
        var json = new Option<bool>("--json") { Description = "Write only JSON to standard output" };
        return new Command("test", "Sends a test alert through every channel that is switched on.") { json }
            .WithExamples("alerts test")
            .RunsAsync((result, shell) => TestAsync(result.GetValue(json), shell));
    }

    private static Command CreateList()
    {
        var json = new Option<bool>("--json") { Description = "Write only JSON to standard output" };
        return new Command("list", $"The last {ListedAlerts} alerts.") { json }.RunsAsync(
            (result, shell) => ListAsync(result.GetValue(json), shell)
        );
    }

    private static Command CreateSend()
    {
        var to = TextOption.List("--to", "addresses", "Recipients, separated by commas");
        var subject = TextOption.Single("--subject", "text", "The subject");
        var body = TextOption.Single("--body", "text", "The text");
        var htmlFile = TextOption.Single("--html", "file", "A file with the same in HTML");
        return new Command("send", "Sends a mail by the SMTP server of the settings.") { to, subject, body, htmlFile }
            .WithExamples("alerts send --to ops@example.com --subject \"maintenance\" --body \"from 22:00 on\"")
            .RunsAsync(
                (result, shell) =>
                    SendAsync(result.GetValue(to) ?? [], result.GetValue(subject), result.GetValue(body), result.GetValue(htmlFile), shell)
            );
    }

    private static async Task<int> TestAsync(bool asJson, Shell shell)
    {
        await using var services = shell.OpenChannels();
        var results = await ChannelResult.SendAsync(
            services.GetServices<IAlertChannel>(),
            AlertTexts.Test(shell.Settings.Environment, shell.Clock.GetUtcNow()),
            shell.Cancel
        );
        if (results.Count == 0)
            throw InvalidInputException.ForField(
                "channels",
                "no channel is switched on; set SLACK_ENABLED, EMAIL_ENABLED, TELEGRAM_ENABLED or WEBHOOK_URL"
            );
        if (asJson)
            shell.WriteJson(results);
        else
            shell.Write(
                results,
                new("channel", result => result.Channel),
                new("result", result => result.Error ?? Shell.Localize("보냈습니다", "sent"))
            );
        return results.All(result => result.IsSent) ? ExitCode.Success : ExitCode.Failed;
    }

    private static async Task<int> ListAsync(bool asJson, Shell shell)
    {
        using var database = new BokgiDatabase(shell.Settings);
        database.Migrate();
        var store = new AlertStore(database, new EventLog(shell.Clock), shell.Settings, shell.Clock);
        var (_, alerts) = await store.ListAsync(new Paging(ListedAlerts, 0), shell.Cancel);
        var documents = alerts.Select(AlertDocument.Of).ToList();
        if (asJson)
            shell.WriteJson(documents);
        else
            shell.Write(
                documents,
                new("time", alert => alert.CreatedAt),
                new("severity", alert => alert.Message.IsRecovery ? "recovered" : WireNames.Of(alert.Message.Severity)),
                new("alert", alert => Shell.Localize(alert.Message.TitleKo, alert.Message.TitleEn)),
                new("sent by", alert => string.Join(", ", alert.Deliveries.Select(sent => $"{sent.Channel}: {WireNames.Of(sent.State)}")))
            );
        return ExitCode.Success;
    }

    private static async Task<int> SendAsync(string[] to, string? subject, string? body, string? htmlFile, Shell shell)
    {
        var errors = new InputErrors();
        if (to.Length == 0)
            errors.Add("to", "give --to with an address");
        if (string.IsNullOrWhiteSpace(subject))
            errors.Add("subject", "give --subject with a text");
        if (string.IsNullOrWhiteSpace(body))
            errors.Add("body", "give --body with a text");
        errors.ThrowIfAny();
        await using var services = shell.OpenChannels();
        var channel =
            services.GetService<EmailChannel>()
            ?? throw InvalidInputException.ForField("email", "e-mail is switched off; set EMAIL_ENABLED=true and the SMTP_ settings");
        var html = htmlFile is null ? null : await File.ReadAllTextAsync(htmlFile, shell.Cancel);
        try
        {
            await channel.SendMailAsync(to, subject!, body!, html, shell.Cancel);
        }
        catch (AlertChannelException failure)
        {
            shell.Error.WriteLine($"{Shell.Localize("실패", "failed")}: {failure.Message}");
            return ExitCode.Failed;
        }

        shell.Out.WriteLine(Shell.Localize("보냈습니다", "sent"));
        return ExitCode.Success;
    }
}
