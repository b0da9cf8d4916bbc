namespace Bokgi.Host.Health;

/// <summary>How the server does.</summary>
/// <param name="Status"><c>ok</c>, or <c>down</c> when something it needs is.</param>
/// <param name="Timestamp">When it was looked at.</param>
/// <param name="Checks">By name, <c>ok</c> or what is wrong.</param>
internal sealed record HealthDocument(string Status, string Timestamp, IReadOnlyDictionary<string, string> Checks);
