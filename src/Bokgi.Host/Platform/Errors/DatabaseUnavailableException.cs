namespace Bokgi.Host.Platform.Errors;

/// <summary>
/// The configured database cannot be used. The message is one line with its name and the remedy, and never contains a password.
/// </summary>
internal sealed class DatabaseUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether it is only temporarily unavailable, so that waiting may help; with a wrong setting it does not.</summary>
    public bool MayPass { get; init; }
}
