namespace Bokgi.Host.Platform.Errors;

/// <summary>
/// The database cannot be used: it is down or busy, or a setting is wrong. The message is one line with the database's name and the
/// remedy, and never contains a password.
/// </summary>
internal sealed class DatabaseUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether waiting and retrying may help; false if a setting must be corrected first.</summary>
    public bool IsTransient { get; init; }
}
