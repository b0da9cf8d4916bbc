using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Bokgi.Host.Alerts;
using Bokgi.Host.Alerts.Channels;
using Bokgi.Host.Alerts.Channels.Email;
using Bokgi.Host.Platform.Errors;
using MimeKit;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Alerts.Channels;

public sealed class EmailChannelTests(MailServer server) : AlertChannelContract
{
    // Tests run at the same time, so each test has its own mailbox.
    private readonly string mailbox = $"{Guid.NewGuid():N}@example.com";

    internal override int Port => server.PlainPort;

    internal override string[] Secrets => ["MailHush"];

    private MimeMessage Mail => server.MailTo(mailbox).ShouldNotBeNull();

    private string Plain => Mail.TextBody.ShouldNotBeNull().ReplaceLineEndings("\n");

    private string Html => Mail.HtmlBody.ShouldNotBeNull().ReplaceLineEndings("\n");

    internal override IEnumerable<(string Name, string Value)> SettingsFor(int port) => Settings(port, "none");

    // The mail server refuses a recipient such as reply550.x@example.com with the reply code 550.
    internal override IEnumerable<(string Name, string Value)> SettingsForPermanentFailure() =>
        [.. SettingsFor(Port), ("ALERT_EMAIL_TO", $"reply550.{mailbox}")];

    internal override IEnumerable<(string Name, string Value)> SettingsForTemporaryFailure() =>
        [.. SettingsFor(Port), ("ALERT_EMAIL_TO", $"reply451.{mailbox}")];

    internal override string[] ReadDisplayedTexts() =>
        [$"{Mail.Subject}\n{Plain}", XElement.Parse(Html.Replace("<!DOCTYPE html>", string.Empty, StringComparison.Ordinal)).Value];

    [Fact]
    public async Task Send_InKorean_IsExactlyThisMail()
    {
        await Open(SettingsFor(Port)).SendAsync(Example, CancellationToken.None);

        var mail = Mail;
        // The test mail server adds the headers X-Sender and X-User to each message that it receives.
        mail.Headers["X-Sender"].ShouldBe("alerts@example.com");
        mail.Headers["X-User"].ShouldBe("bokgi");
        mail.Headers["Auto-Submitted"].ShouldBe("auto-generated");
        mail.From.ToString().ShouldBe("\"복기\" <alerts@example.com>");
        mail.To.ToString().ShouldBe(mailbox);
        mail.Date.ShouldBe(Example.Time);
        mail.Subject.ShouldBe("[위험] 백업 실패");
        mail.Headers.Single(header => header.Id == HeaderId.Subject).RawValue.ShouldAllBe(octet => octet < 128);
        mail.Body.ShouldNotBeNull().ContentType.MimeType.ShouldBe("multipart/alternative");
        mail.BodyParts.Select(part => $"{part.ContentType.MimeType} {part.ContentType.Charset}")
            .ShouldBe(["text/plain utf-8", "text/html utf-8"]);
        mail.BodyParts.Cast<TextPart>().ShouldAllBe(part => part.ContentTransferEncoding == ContentEncoding.Base64);
        Plain.ShouldBe(
            """
            [위험] 백업 실패

            종류: postgresql
            걸린 시간: 45.3 s
            지난 알림 이후 같은 일이 더 일어난 횟수: 3

            2026-01-02 12:04:05 +09:00 · production

            """
        );
        Html.ShouldBe(
            """
            <!DOCTYPE html>
            <html><head><meta charset="utf-8"/></head><body>
            <h2>[위험] 백업 실패</h2>
            <table cellpadding="4">
            <tr><th align="left" valign="top">종류</th><td style="white-space:pre-wrap">postgresql</td></tr>
            <tr><th align="left" valign="top">걸린 시간</th><td style="white-space:pre-wrap">45.3 s</td></tr>
            </table>
            <p>지난 알림 이후 같은 일이 더 일어난 횟수: 3</p>
            <p><small>2026-01-02 12:04:05 +09:00 · production</small></p>
            </body></html>

            """
        );
    }

    [Fact]
    public async Task Send_InEnglishToTwoRecipients_ReachesBoth()
    {
        var second = $"second.{mailbox}";
        var message = Example with { Severity = AlertSeverity.Info, Repeats = 0 };

        await Open([.. SettingsFor(Port), ("ALERT_LANGUAGE", "en"), ("ALERT_EMAIL_TO", $"{mailbox}, {second}")])
            .SendAsync(message, CancellationToken.None);

        server.MailTo(second).ShouldNotBeNull().To.ToString().ShouldBe($"{mailbox}, {second}");
        Mail.Subject.ShouldBe("[info] Backup failed");
        Plain.ShouldBe("[info] Backup failed\n\nType: postgresql\nDuration: 45.3 s\n\n2026-01-02 12:04:05 +09:00 · production\n");
    }

    [Theory]
    [InlineData("starttls")]
    [InlineData("tls")]
    public async Task Send_TrustedCertificate_UsesTlsAndSignsIn(string security)
    {
        await OpenTrusting(security).SendAsync(Example, CancellationToken.None);

        Mail.Headers["X-Encryption"].ShouldBe("tls");
        Mail.Headers["X-User"].ShouldBe("bokgi");
    }

    [Theory]
    [InlineData("starttls")]
    [InlineData("tls")]
    public async Task Send_UntrustedCertificate_IsRefused(string security)
    {
        var failure = await ShouldFailAsync(Open(Settings(PortOf(security), security)));

        failure.IsPermanent.ShouldBeTrue();
        failure.Message.ShouldBe(
            "127.0.0.1 has no certificate that is trusted for this name, or does not speak TLS on this port; check SMTP_HOST, SMTP_PORT and SMTP_SECURITY"
        );
        server.MailTo(mailbox).ShouldBeNull();
    }

    [Fact]
    public async Task Send_ServerWithoutStartTls_IsRefusedBeforeThePasswordIsSent()
    {
        var failure = await ShouldFailAsync(Open(Settings(server.PlainPort, "starttls")));

        failure.IsPermanent.ShouldBeTrue();
        failure.Message.ShouldContain("STARTTLS");
        server.MailTo(mailbox).ShouldBeNull();
    }

    [Theory]
    [InlineData("bokgi", "wrong-MailHush", true, "127.0.0.1 refused to sign in (535); check SMTP_USER and SMTP_PASSWORD")]
    // The mail server answers 454 to the user busy.
    [InlineData("busy", "MailHush", false, "127.0.0.1 refused to sign in (454); check SMTP_USER and SMTP_PASSWORD")]
    public async Task Send_SignInFails_FailureNamesTheSettings(string user, string password, bool isPermanent, string message)
    {
        var failure = await ShouldFailAsync(Open([.. SettingsFor(Port), ("SMTP_USER", user), ("SMTP_PASSWORD", password)]));

        failure.IsPermanent.ShouldBe(isPermanent);
        failure.Message.ShouldBe(message);
    }

    [Fact]
    public async Task Send_ServerRequiresSigningIn_FailureNamesTheSettings()
    {
        var failure = await ShouldFailAsync(OpenTrusting("tls", ("SMTP_USER", ""), ("SMTP_PASSWORD", "")));

        failure.IsPermanent.ShouldBeTrue();
        failure.Message.ShouldBe("127.0.0.1 requires signing in; set SMTP_USER and SMTP_PASSWORD");
    }

    [Fact]
    public async Task Send_ServerWithoutAuthentication_IsRefused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sending = Open(SettingsFor(((IPEndPoint)listener.LocalEndpoint).Port)).SendAsync(Example, CancellationToken.None);
        using var connection = await listener.AcceptTcpClientAsync().WaitAsync(TestTimeout.Value);
        await connection.GetStream().WriteAsync("220 ready\r\n250 mail.test\r\n"u8.ToArray());

        var failure = await ShouldFailAsync(sending);

        failure.IsPermanent.ShouldBeTrue();
        failure.Message.ShouldContain("does not support authentication");
    }

    [Theory]
    [InlineData("220 ready\r\n")]
    [InlineData("nonsense\r\n")]
    [InlineData("421 busy\r\n")]
    [InlineData("")]
    public async Task Send_ServerClosesTheConnection_FailsTemporarily(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sending = Open(SettingsFor(((IPEndPoint)listener.LocalEndpoint).Port)).SendAsync(Example, CancellationToken.None);
        using (var connection = await listener.AcceptTcpClientAsync().WaitAsync(TestTimeout.Value))
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));

        (await ShouldFailAsync(sending)).IsPermanent.ShouldBeFalse();
    }

    [Fact]
    public async Task Send_ServerRefusesTheRecipient_FailureNamesIt()
    {
        var failure = await ShouldFailAsync(Open([.. SettingsFor(Port), ("ALERT_EMAIL_TO", "reply550.x@example.com")]));

        failure.Message.ShouldBe("127.0.0.1 refused the recipient reply550.x@example.com (550: no such mailbox); check ALERT_EMAIL_TO");
    }

    [Fact]
    public async Task SendMail_TextAndHtml_ArrivesAsWritten()
    {
        await OpenEmail()
            .SendMailAsync(
                [$"운영 <{mailbox}>"],
                "시스템 알림\r\nBcc: x@example.com", // an attempt to add a header
                "Redis 장애\n",
                "<h1>장애</h1>",
                CancellationToken.None
            );

        Mail.Subject.ShouldBe("시스템 알림  Bcc: x@example.com");
        Mail.Bcc.ShouldBeEmpty();
        Mail.To.ToString().ShouldBe($"\"운영\" <{mailbox}>");
        Plain.ShouldBe("Redis 장애\n");
        Html.ShouldBe("<h1>장애</h1>");
    }

    [Fact]
    public async Task SendMail_OnlyText_HasNoHtmlPart()
    {
        await OpenEmail().SendMailAsync([mailbox], "s", "b", null, CancellationToken.None);

        Mail.Body.ShouldBeOfType<TextPart>().Text.ShouldBe("b");
    }

    [Theory]
    [InlineData("", "to cannot hold ''; give addresses such as ops@example.com")]
    [InlineData("nobody", "to cannot hold 'nobody'; give addresses such as ops@example.com")]
    public async Task SendMail_InvalidAddress_IsRefused(string to, string message) =>
        (
            await Should.ThrowAsync<InvalidInputException>(() => OpenEmail().SendMailAsync([to], "s", "b", null, CancellationToken.None))
        ).Message.ShouldBe(message);

    [Fact]
    public async Task SendMail_NoRecipient_IsRefused() =>
        (
            await Should.ThrowAsync<InvalidInputException>(() => OpenEmail().SendMailAsync([], "s", "b", null, CancellationToken.None))
        ).Message.ShouldBe("to is missing; give at least one address, such as ops@example.com");

    private int PortOf(string security) => security == "tls" ? server.TlsPort : server.StartTlsPort;

    private EmailChannel OpenEmail() => Open(SettingsFor(Port)).ShouldBeOfType<EmailChannel>();

    private EmailChannel OpenTrusting(string security, params (string Name, string Value)[] changes)
    {
        var settings = ReadSettings([.. Settings(PortOf(security), security), .. changes]);
        return new EmailChannel(settings.Channels.Email!, new AlertText(settings), Clock, IsServerCertificate);

        bool IsServerCertificate(
            object sender,
            System.Security.Cryptography.X509Certificates.X509Certificate? certificate,
            System.Security.Cryptography.X509Certificates.X509Chain? chain,
            SslPolicyErrors errors
        ) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) == server.Thumbprint;
    }

    private IEnumerable<(string Name, string Value)> Settings(int port, string security) =>
        [
            ("EMAIL_ENABLED", "true"),
            ("SMTP_HOST", "127.0.0.1"),
            ("SMTP_PORT", $"{port}"),
            ("SMTP_USER", "bokgi"),
            ("SMTP_PASSWORD", "MailHush"),
            ("SMTP_FROM_ADDR", "복기 <alerts@example.com>"),
            ("ALERT_EMAIL_TO", mailbox),
            ("SMTP_SECURITY", security),
        ];
}
