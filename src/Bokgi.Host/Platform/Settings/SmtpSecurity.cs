namespace Bokgi.Host.Platform.Settings;

/// <summary>How a connection to a mail server is encrypted.</summary>
internal enum SmtpSecurity
{
    /// <summary>After a plain greeting; a server that does not offer it is refused.</summary>
    StartTls,

    /// <summary>From the first byte.</summary>
    Tls,

    /// <summary>Not at all; only within this machine.</summary>
    None,
}
