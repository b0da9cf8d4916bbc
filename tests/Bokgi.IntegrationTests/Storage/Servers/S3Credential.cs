namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>A key of the server, and the actions it may perform.</summary>
public sealed record S3Credential(string KeyId, string Secret, IReadOnlySet<string> Actions);
