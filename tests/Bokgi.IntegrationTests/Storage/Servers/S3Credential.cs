namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>A key of the server, and what it may do.</summary>
public sealed record S3Credential(string KeyId, string Secret, IReadOnlySet<string> Actions);
