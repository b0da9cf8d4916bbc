namespace Bokgi.Host.Platform.Errors;

/// <summary>Stored data are damaged or missing for good. The message is one sentence for the user, with the remedy.</summary>
internal sealed class LostDataException(string message, Exception? inner = null) : Exception(message, inner);
