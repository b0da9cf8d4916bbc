namespace Bokgi.Host.Platform.Errors;

/// <summary>A request is valid but conflicts with the current state.</summary>
internal sealed class ConflictException(string message) : Exception(message);
