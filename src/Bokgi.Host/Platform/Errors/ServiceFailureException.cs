namespace Bokgi.Host.Platform.Errors;

/// <summary>A service has failed. The message is one sentence for a person, with the remedy, and contains no secret.</summary>
internal abstract class ServiceFailureException(string message, Exception? inner) : Exception(message, inner)
{
    public virtual bool IsForClients => false;
}
