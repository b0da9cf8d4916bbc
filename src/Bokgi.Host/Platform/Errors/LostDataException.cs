namespace Bokgi.Host.Platform.Errors;

/// <summary>Something that was kept is damaged or missing, and will not come back by itself. The message is one sentence for a person, with the remedy.</summary>
internal sealed class LostDataException(string message, Exception? inner = null) : Exception(message, inner);
