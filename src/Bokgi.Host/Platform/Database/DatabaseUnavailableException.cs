namespace Bokgi.Host.Platform.Database;

/// <summary>The configured database cannot be used; the message is one line that names it and the remedy, never a password.</summary>
internal sealed class DatabaseUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether it is only away, so that waiting may help; a wrong setting stays wrong.</summary>
    public bool MayPass { get; init; }
}
