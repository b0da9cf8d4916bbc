using System.Net.Security;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Bokgi.Host.Alerts.Channels.Email;

/// <summary>Sends mails through a mail server: alerts, and mails that a user has written.</summary>
internal sealed class EmailChannel : IAlertChannel
{
    private readonly EmailSettings settings;
    private readonly AlertText text;
    private readonly TimeProvider clock;
    private readonly RemoteCertificateValidationCallback validate;

    public EmailChannel(EmailSettings settings, AlertText text, TimeProvider clock)
        : this(settings, text, clock, (_, _, _, errors) => errors == SslPolicyErrors.None) { }

    /// <param name="settings">The mail server, and the sender and recipients of alerts.</param>
    /// <param name="text">The texts of alerts.</param>
    /// <param name="clock">The clock that measures the time limit and dates the mails.</param>
    /// <param name="validate">Decides whether the server's certificate is trusted.</param>
    internal EmailChannel(EmailSettings settings, AlertText text, TimeProvider clock, RemoteCertificateValidationCallback validate)
    {
        (this.settings, this.text, this.clock, this.validate) = (settings, text, clock, validate);
    }

    public string Name => "email";

    public Task SendAsync(AlertMessage message, CancellationToken cancel)
    {
        var mail = new EmailComposer(text).Create(message);
        return DeliverAsync(mail, settings.To, cancel);
    }

    /// <summary>Sends a mail that a user has written.</summary>
    /// <param name="to">The addresses of the recipients.</param>
    /// <param name="subject">One line.</param>
    /// <param name="body">The text.</param>
    /// <param name="html">The same as HTML; null if there is none.</param>
    /// <param name="cancel">Cancels the attempt.</param>
    /// <exception cref="InvalidInputException">There is no recipient, or one is not an address.</exception>
    /// <exception cref="AlertChannelException">The mail was not delivered.</exception>
    public async Task SendMailAsync(IReadOnlyList<string> to, string subject, string body, string? html, CancellationToken cancel)
    {
        var recipients = ReadRecipients(to);
        await DeliverAsync(EmailComposer.Create(subject, body, html, clock.GetUtcNow()), recipients, cancel);
    }

    private static List<MailboxAddress> ReadRecipients(IReadOnlyList<string> to)
    {
        var errors = new InputErrors();
        if (to.Count == 0)
            errors.Add("to", "to is missing; give at least one address, such as ops@example.com");
        var recipients = new List<MailboxAddress>();
        foreach (var recipient in to)
        {
            if (EmailSettings.ParseAddress(recipient) is { } address)
                recipients.Add(address);
            else
                errors.Add("to", $"to cannot hold '{Problems.SanitizeForMessage(recipient)}'; give addresses such as ops@example.com");
        }

        errors.ThrowIfAny();
        return recipients;
    }

    private async Task DeliverAsync(MimeMessage mail, IReadOnlyList<MailboxAddress> to, CancellationToken cancel)
    {
        mail.From.Add(settings.From);
        mail.To.AddRange(to);
        using var timeout = new CancellationTokenSource(ChannelHttp.TimeLimit, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            await SendAsync(mail, linked.Token);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            throw new AlertChannelException(
                $"{settings.Host} did not answer within {ChannelHttp.TimeLimit.TotalSeconds} s; check SMTP_HOST, SMTP_PORT and SMTP_SECURITY"
            );
        }
        catch (Exception failure) when (SmtpFailure.IsSendFailure(failure))
        {
            throw SmtpFailure.Translate(failure, settings.Host);
        }
    }

    private async Task SendAsync(MimeMessage mail, CancellationToken cancel)
    {
        // Revocation is not checked (HttpClient does not check it either), because many certificate authorities do not answer the query.
        using var client = new SmtpClient { ServerCertificateValidationCallback = validate, CheckCertificateRevocation = false };
        var security = settings.Security switch
        {
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
        await client.ConnectAsync(settings.Host, settings.Port, security, cancel);
        if (settings.User.Length > 0)
            await client.AuthenticateAsync(settings.User, settings.Password, cancel);
        await client.SendAsync(mail, cancel);
        await DisconnectAsync(client, cancel);
    }

    // The server has accepted the mail, so a failure to disconnect must not cause a retry.
    private static async Task DisconnectAsync(SmtpClient client, CancellationToken cancel)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancel);
        }
        catch (Exception failure) when (SmtpFailure.IsConnectionOrReplyFailure(failure))
        {
            client.Dispose();
        }
    }
}
