namespace Bokgi.Host.Platform.Errors;

/// <summary>A service that the program needs did not do its part. The message is one sentence for a person, with the remedy, and holds no secret.</summary>
internal abstract class ServiceFailureException(string message, Exception? inner) : Exception(message, inner)
{
    /// <summary>Whether clients are shown the message too, since it names nothing of the installation.</summary>
    public virtual bool IsForClients => false;
}
