namespace Bokgi.Host.Platform.Settings;

/// <summary>How a connection to a mail server is encrypted.</summary>
internal enum SmtpSecurity
{
    /// <summary>Encrypted after a plain greeting; a server that does not offer this is refused.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte.</summary>
    Tls,

    /// <summary>Not encrypted; only within this machine.</summary>
    None,
}
