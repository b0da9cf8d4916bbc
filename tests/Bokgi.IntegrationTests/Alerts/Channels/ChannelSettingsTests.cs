using Bokgi.Host.Alerts;
using Bokgi.Host.Alerts.Channels;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Settings;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts.Channels;

public sealed class ChannelSettingsTests
{
    // Settings that enable all channels. Every secret among them contains "Hush".
    private static readonly (string Name, string Value)[] CompleteSettings =
    [
        ("SLACK_ENABLED", "true"),
        ("SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T0/Hush"),
        ("EMAIL_ENABLED", "true"),
        ("SMTP_HOST", "smtp.example.com"),
        ("SMTP_USER", "bokgi"),
        ("SMTP_PASSWORD", "Hush"),
        ("SMTP_FROM_ADDR", "alerts@example.com"),
        ("ALERT_EMAIL_TO", "a@example.com,b@example.com"),
        ("TELEGRAM_ENABLED", "true"),
        ("TELEGRAM_BOT_TOKEN", "123:Hush"),
        ("TELEGRAM_CHAT_ID", "@channel"),
        ("WEBHOOK_URL", "http://10.0.0.1/Hush"),
    ];

    [Fact]
    public void Read_NoSettings_EnablesNoChannel()
    {
        var channels = Read().Channels;

        channels.SlackUrl.ShouldBeNull();
        channels.Email.ShouldBeNull();
        channels.Telegram.ShouldBeNull();
        channels.WebhookUrl.ShouldBeNull();
        EnabledChannelNames(Read()).ShouldBeEmpty();
    }

    [Fact]
    public void Read_InvalidSettingsOfDisabledChannels_AreIgnored() =>
        EnabledChannelNames(Read(("SLACK_WEBHOOK_URL", "nonsense"), ("SMTP_SECURITY", "x"), ("TELEGRAM_BOT_TOKEN", "x"))).ShouldBeEmpty();

    [Fact]
    public void Read_CompleteSettings_EnablesAllChannelsAndMasksSecrets()
    {
        var settings = Read(CompleteSettings);

        EnabledChannelNames(settings).ShouldBe(["slack", "email", "telegram", "webhook"]);
        var email = settings.Channels.Email!;
        email.To.Select(address => address.Address).ShouldBe(["a@example.com", "b@example.com"]);
        (email.Port, email.Security).ShouldBe((587, SmtpSecurity.StartTls));
        settings.Channels.Telegram!.Url.ShouldBe(new Uri("https://api.telegram.org"));
        $"{email} {settings.Channels.Telegram}".ShouldBe("smtp.example.com:587 @channel");
        settings.All.ShouldAllBe(setting => !setting.DisplayValue.Contains("Hush", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("465", "", "smtp.example.com", "Tls")]
    [InlineData("25", "", "smtp.example.com", "StartTls")]
    [InlineData("465", "starttls", "smtp.example.com", "StartTls")]
    [InlineData("2525", "tls", "smtp.example.com", "Tls")]
    [InlineData("25", "none", "localhost", "None")]
    [InlineData("25", "none", "127.0.0.1", "None")]
    [InlineData("25", "none", "::1", "None")]
    public void Read_SmtpSecurity_FollowsThePortUnlessItIsSet(string port, string security, string host, string expected) =>
        Read([.. CompleteSettings, ("SMTP_PORT", port), ("SMTP_SECURITY", security), ("SMTP_HOST", host)])
            .Channels.Email!.Security.ToString()
            .ShouldBe(expected);

    [Theory]
    [InlineData(
        "SLACK_WEBHOOK_URL",
        "",
        "SLACK_WEBHOOK_URL is missing; create an incoming webhook in Slack and set its address, or set SLACK_ENABLED=false"
    )]
    [InlineData(
        "SLACK_WEBHOOK_URL",
        "Hush",
        "SLACK_WEBHOOK_URL cannot be used; copy the address from Slack, such as https://hooks.slack.com/services/..."
    )]
    [InlineData(
        "SLACK_WEBHOOK_URL",
        "http://slack.example/Hush",
        "SLACK_WEBHOOK_URL cannot be used; copy the address from Slack, such as https://hooks.slack.com/services/..."
    )]
    [InlineData("SMTP_HOST", "", "SMTP_HOST is missing; set it to your mail server, such as smtp.example.com, or set EMAIL_ENABLED=false")]
    [InlineData(
        "SMTP_HOST",
        "smtp.example.com:25",
        "SMTP_HOST cannot be 'smtp.example.com:25'; give a host name or an address, the port in SMTP_PORT"
    )]
    [InlineData("SMTP_PORT", "0", "SMTP_PORT cannot be '0'; give a whole number from 1 to 65535")]
    [InlineData("SMTP_USER", "", "SMTP_PASSWORD is set without SMTP_USER; set both, or neither")]
    [InlineData("SMTP_PASSWORD", "", "SMTP_USER is set without SMTP_PASSWORD; set both, or neither")]
    [InlineData(
        "SMTP_FROM_ADDR",
        "",
        "SMTP_FROM_ADDR is missing; give the sender of mails, such as alerts@example.com, or set EMAIL_ENABLED=false"
    )]
    [InlineData("SMTP_FROM_ADDR", "nobody", "SMTP_FROM_ADDR cannot hold 'nobody'; give addresses such as ops@example.com")]
    [InlineData(
        "ALERT_EMAIL_TO",
        "",
        "ALERT_EMAIL_TO is missing; give the recipients of alerts, separated by commas, or set EMAIL_ENABLED=false"
    )]
    [InlineData("ALERT_EMAIL_TO", "a@example.com,b", "ALERT_EMAIL_TO cannot hold 'b'; give addresses such as ops@example.com")]
    [InlineData("SMTP_SECURITY", "ssl", "SMTP_SECURITY cannot be 'ssl'; give starttls, tls or none")]
    [InlineData(
        "SMTP_SECURITY",
        "none",
        "SMTP_SECURITY can be none only when SMTP_HOST is this machine, such as 127.0.0.1; give starttls or tls"
    )]
    [InlineData(
        "TELEGRAM_BOT_TOKEN",
        "",
        "TELEGRAM_BOT_TOKEN is missing; ask @BotFather for the token of your bot, or set TELEGRAM_ENABLED=false"
    )]
    [InlineData(
        "TELEGRAM_BOT_TOKEN",
        "Hush/../x",
        "TELEGRAM_BOT_TOKEN cannot be a token; copy it from @BotFather: digits, a colon, then letters, digits, - and _"
    )]
    [InlineData(
        "TELEGRAM_CHAT_ID",
        "",
        "TELEGRAM_CHAT_ID is missing; write to your bot, read the chat's id from its getUpdates, and set it, or set TELEGRAM_ENABLED=false"
    )]
    [InlineData("TELEGRAM_CHAT_ID", "me", "TELEGRAM_CHAT_ID cannot be 'me'; give a number such as -1001234567890, or @name")]
    [InlineData(
        "TELEGRAM_URL",
        "http://proxy.example",
        "TELEGRAM_URL cannot be used; write it as https://api.telegram.org, without user and path; http:// is possible only within this machine"
    )]
    [InlineData(
        "WEBHOOK_URL",
        "https://user:Hush@host/",
        "WEBHOOK_URL cannot be read; write it as https://host/path, without user and password, or leave it out to send nothing there"
    )]
    [InlineData(
        "WEBHOOK_URL",
        "Hush",
        "WEBHOOK_URL cannot be read; write it as https://host/path, without user and password, or leave it out to send nothing there"
    )]
    [InlineData("SLACK_ENABLED", "yes", "SLACK_ENABLED cannot be 'yes'; give true or false")]
    public void Read_InvalidValue_NamesSettingAndRemedyWithoutSecret(string name, string value, string message) =>
        Should.Throw<InvalidInputException>(() => Read([.. CompleteSettings, (name, value)])).Message.ShouldBe(message);

    private static HostSettings Read(params (string Name, string Value)[] values) => AlertChannelContract.ReadSettings(values);

    private static IEnumerable<string> EnabledChannelNames(HostSettings settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddAlertChannels(settings);
        using var provider = services.BuildServiceProvider();
        return [.. provider.GetServices<IAlertChannel>().Select(channel => channel.Name)];
    }
}
