namespace Bokgi.Host.Platform.Errors;

/// <summary>
/// A service that the program needs, such as the object store or another process of the program, cannot be used. The message is one sentence
/// for the user, with the remedy, and contains no secret.
/// </summary>
internal abstract class ServiceFailureException(string message, Exception? inner, bool isMessagePublic = false) : Exception(message, inner)
{
    /// <summary>Whether clients may see the message; otherwise it is only logged.</summary>
    public bool IsMessagePublic => isMessagePublic;
}
