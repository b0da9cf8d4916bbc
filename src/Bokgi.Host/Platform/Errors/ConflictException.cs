namespace Bokgi.Host.Platform.Errors;

/// <summary>A request is well formed but does not go with the present state.</summary>
internal sealed class ConflictException(string message) : Exception(message);
