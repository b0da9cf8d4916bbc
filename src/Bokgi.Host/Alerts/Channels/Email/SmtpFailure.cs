using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Bokgi.Host.Alerts.Channels.Email;

/// <summary>Translates MailKit's exceptions. RFC 5321 defines reply codes of 500 and above as permanent failures.</summary>
internal static class SmtpFailure
{
    private const int FirstPermanentCode = 500;

    /// <summary>Whether the connection broke, or the server answered a command with an error.</summary>
    public static bool IsConnectionOrReplyFailure(Exception failure) =>
        failure
            is OperationCanceledException
                or IOException
                or SocketException
                or ProtocolException
                or CommandException
                or ServiceNotConnectedException;

    public static bool IsSendFailure(Exception failure) =>
        failure is AuthenticationException or ServiceNotAuthenticatedException or SslHandshakeException or NotSupportedException
        || IsConnectionOrReplyFailure(failure);

    /// <param name="failure">A failure that <see cref="IsSendFailure"/> recognizes.</param>
    /// <param name="host">The mail server.</param>
    public static AlertChannelException Translate(Exception failure, string host) =>
        failure switch
        {
            // The inner exception is left out, because the server's reply may repeat the password.
            AuthenticationException { InnerException: SmtpCommandException reply } => new AlertChannelException(
                $"{host} refused to sign in ({FormatCode(reply)}); check SMTP_USER and SMTP_PASSWORD"
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
            SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted, Mailbox.Address: var recipient } reply => CreateRejection(
                reply,
                $"{host} refused the recipient {Problems.SanitizeForMessage(recipient)}",
                "ALERT_EMAIL_TO"
            ),
            SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } reply => CreateRejection(
                reply,
                $"{host} refused the sender",
                "SMTP_FROM_ADDR, SMTP_USER and SMTP_PASSWORD"
            ),
            SmtpCommandException reply => CreateRejection(reply, $"{host} refused the mail", "SMTP_HOST and SMTP_USER"),
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

    private static AlertChannelException CreateRejection(SmtpCommandException reply, string what, string settings) =>
        new(
            $"{what} ({FormatCode(reply)}: {Problems.SanitizeForMessage(AlertText.ReplaceControlCharacters(reply.Message))}); check {settings}"
        )
        {
            IsPermanent = IsPermanent(reply),
        };

    private static bool IsPermanent(SmtpCommandException reply) => (int)reply.StatusCode >= FirstPermanentCode;

    private static string FormatCode(SmtpCommandException reply) => ((int)reply.StatusCode).ToString(CultureInfo.InvariantCulture);
}
