using MimeKit;

namespace Bokgi.Host.Platform.Settings;

/// <summary>The mail server of alerts, and their sender and recipients.</summary>
/// <param name="Host">The server.</param>
/// <param name="Port">The port of the server.</param>
/// <param name="User">Empty to send without signing in.</param>
/// <param name="Password">Empty to send without signing in.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The recipients, at least one.</param>
/// <param name="Security">How the connection is encrypted.</param>
internal sealed record EmailSettings(
    string Host,
    int Port,
    string User,
    string Password,
    MailboxAddress From,
    IReadOnlyList<MailboxAddress> To,
    SmtpSecurity Security
)
{
    private const string FromSetting = "SMTP_FROM_ADDR";
    private const string ToSetting = "ALERT_EMAIL_TO";
    private const string SecuritySetting = "SMTP_SECURITY";
    private const int PortOfImplicitTls = 465;

    /// <summary>Null if e-mail is off; the other settings are then ignored.</summary>
    public static EmailSettings? Read(SettingReader reader)
    {
        var errors = reader.Errors;
        var isEnabled = reader.Flag("EMAIL_ENABLED", false, "true sends alerts by e-mail");
        var host = reader.Optional("SMTP_HOST", "mail server that alerts are sent through");
        var port = reader.Integer("SMTP_PORT", 587, 1, 65_535, "port on SMTP_HOST");
        var user = reader.Optional("SMTP_USER", "user name on SMTP_HOST; when empty, mails are sent without signing in");
        var password = reader.Secret("SMTP_PASSWORD", "password of SMTP_USER");
        var from = reader.Optional(FromSetting, "sender of mails, such as alerts@example.com");
        var to = reader.List(ToSetting, "recipients of alerts, separated by commas");
        var security = reader.Optional(
            SecuritySetting,
            "encryption on SMTP_HOST: starttls, tls (from the first byte) or none (only within this machine); when empty, tls on port 465 and starttls on others"
        );
        return isEnabled ? Create(host, port, user, password, from, to, security, errors) : null;
    }

    /// <summary>An address such as <c>ops@example.com</c> or <c>Operators &lt;ops@example.com&gt;</c>; null if the text is not an address.</summary>
    public static MailboxAddress? ParseAddress(string text) =>
        MailboxAddress.TryParse(text, out var address) && address.Address.IndexOf('@', StringComparison.Ordinal) > 0 ? address : null;

    /// <summary>The server, without the password.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    // A separate method, so that the mail library is loaded only if e-mail is on.
    private static EmailSettings? Create(
        string host,
        int port,
        string user,
        string password,
        string from,
        string[] to,
        string security,
        InputErrors errors
    )
    {
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            errors.Add(
                "SMTP_HOST",
                host.Length == 0
                    ? "SMTP_HOST is missing; set it to your mail server, such as smtp.example.com, or set EMAIL_ENABLED=false"
                    : $"SMTP_HOST cannot be '{Problems.SanitizeForMessage(host)}'; give a host name or an address, the port in SMTP_PORT"
            );
        var (hasUser, hasPassword) = (user.Length > 0, password.Length > 0);
        if (hasUser != hasPassword)
            errors.Add(
                "SMTP_USER",
                hasUser
                    ? "SMTP_USER is set without SMTP_PASSWORD; set both, or neither"
                    : "SMTP_PASSWORD is set without SMTP_USER; set both, or neither"
            );
        if (to.Length == 0)
            errors.Add(
                ToSetting,
                $"{ToSetting} is missing; give the recipients of alerts, separated by commas, or set EMAIL_ENABLED=false"
            );
        var sender = ReadAddress(FromSetting, from, errors);
        var recipients = to.Select(recipient => ReadAddress(ToSetting, recipient, errors)).OfType<MailboxAddress>().ToList();
        var parsedSecurity = ReadSecurity(security, host, port, errors);
        return sender is null ? null : new EmailSettings(host, port, user, password, sender, recipients, parsedSecurity);
    }

    private static MailboxAddress? ReadAddress(string name, string text, InputErrors errors)
    {
        var address = ParseAddress(text);
        if (address is null)
            errors.Add(
                name,
                text.Length == 0
                    ? $"{name} is missing; give the sender of mails, such as alerts@example.com, or set EMAIL_ENABLED=false"
                    : $"{name} cannot hold '{Problems.SanitizeForMessage(text)}'; give addresses such as ops@example.com"
            );
        return address;
    }

    private static SmtpSecurity ReadSecurity(string text, string host, int port, InputErrors errors)
    {
        switch (text)
        {
            case "":
                return port == PortOfImplicitTls ? SmtpSecurity.Tls : SmtpSecurity.StartTls;
            case "starttls":
                return SmtpSecurity.StartTls;
            case "tls":
                return SmtpSecurity.Tls;
            case "none" when ChannelSettings.IsLoopback(host):
                return SmtpSecurity.None;
            case "none":
                errors.Add(
                    SecuritySetting,
                    $"{SecuritySetting} can be none only when SMTP_HOST is this machine, such as 127.0.0.1; give starttls or tls"
                );
                return SmtpSecurity.StartTls;
            default:
                errors.Add(
                    SecuritySetting,
                    $"{SecuritySetting} cannot be '{Problems.SanitizeForMessage(text)}'; give starttls, tls or none"
                );
                return SmtpSecurity.StartTls;
        }
    }
}
