namespace Bokgi.Host.Platform.Errors;

/// <summary>The message is one line with the database's name and the remedy, and never contains a password.</summary>
internal sealed class DatabaseUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether the database may become available without a change, unlike after a wrong setting.</summary>
    public bool IsTransient { get; init; }
}
