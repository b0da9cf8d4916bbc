namespace Bokgi.Host.Health;

/// <summary>The health of the server.</summary>
/// <param name="Status"><c>ok</c>, or <c>down</c> if something it needs is down.</param>
/// <param name="Timestamp">When it was checked.</param>
/// <param name="Checks">The result of each check by name: <c>ok</c> or what is wrong.</param>
internal sealed record HealthDocument(string Status, string Timestamp, IReadOnlyDictionary<string, string> Checks);
