namespace Bokgi.Host.Platform.Errors;

/// <summary>A service that the program needs did not do its part. The message is one sentence for a person, with the remedy, and holds no secret.</summary>
internal abstract class ServiceFailureException(string message, Exception? inner) : Exception(message, inner);
