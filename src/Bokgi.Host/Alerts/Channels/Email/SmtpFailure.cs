using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Bokgi.Host.Alerts.Channels.Email;

/// <summary>Translates what MailKit throws. Codes from 500 on are permanent, as RFC 5321 defines.</summary>
internal static class SmtpFailure
{
    private const int FirstPermanentCode = 500;

    public static bool IsOfConnection(Exception failure) =>
        failure
            is OperationCanceledException
                or IOException
                or SocketException
                or ProtocolException
                or CommandException
                or ServiceNotConnectedException;

    public static bool IsOfSending(Exception failure) =>
        failure is AuthenticationException or ServiceNotAuthenticatedException or SslHandshakeException or NotSupportedException
        || IsOfConnection(failure);

    /// <param name="failure">A failure <see cref="IsOfSending">of sending</see>.</param>
    /// <param name="host">The mail server.</param>
    public static AlertChannelException Translate(Exception failure, string host) =>
        failure switch
        {
            // Without an inner exception, because the server's reply may repeat the password that it was sent.
            AuthenticationException { InnerException: SmtpCommandException reply } => new AlertChannelException(
                $"{host} refused to sign in ({Code(reply)}); check SMTP_USER and SMTP_PASSWORD"
            )
            {
                IsPermanent = IsPermanent(reply),
            },
            AuthenticationException => new AlertChannelException($"{host} refused to sign in; check SMTP_USER and SMTP_PASSWORD")
            {
                IsPermanent = true,
            },
            ServiceNotAuthenticatedException => new AlertChannelException($"{host} requires signing in; set SMTP_USER and SMTP_PASSWORD")
            {
                IsPermanent = true,
            },
            SslHandshakeException => new AlertChannelException(
                $"{host} has no certificate that is trusted for this name, or does not speak TLS on this port; check SMTP_HOST, SMTP_PORT and SMTP_SECURITY",
                failure
            )
            {
                IsPermanent = true,
            },
            SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted, Mailbox.Address: var recipient } reply => Rejection(
                reply,
                $"{host} refused the recipient {Problems.ForMessage(recipient)}",
                "ALERT_EMAIL_TO"
            ),
            SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } reply => Rejection(
                reply,
                $"{host} refused the sender",
                "SMTP_FROM_ADDR, SMTP_USER and SMTP_PASSWORD"
            ),
            SmtpCommandException reply => Rejection(reply, $"{host} refused the mail", "SMTP_HOST and SMTP_USER"),
            // MailKit throws this if the server does not offer STARTTLS, AUTH or addresses in Korean.
            NotSupportedException => new AlertChannelException(
                $"{host} does not support authentication, STARTTLS or addresses that are not ASCII, one of which the settings require; check SMTP_PORT, SMTP_SECURITY and SMTP_USER",
                failure
            )
            {
                IsPermanent = true,
            },
            _ => new AlertChannelException($"{host} cannot be reached; check SMTP_HOST, SMTP_PORT and the network", failure),
        };

    private static AlertChannelException Rejection(SmtpCommandException reply, string what, string settings) =>
        new($"{what} ({Code(reply)}: {Problems.ForMessage(AlertText.OneLine(reply.Message))}); check {settings}")
        {
            IsPermanent = IsPermanent(reply),
        };

    private static bool IsPermanent(SmtpCommandException reply) => (int)reply.StatusCode >= FirstPermanentCode;

    private static string Code(SmtpCommandException reply) => ((int)reply.StatusCode).ToString(CultureInfo.InvariantCulture);
}
