namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>An access key of the server, and the actions that its policy allows, such as s3:GetObject.</summary>
public sealed record S3Credential(string KeyId, string Secret, IReadOnlySet<string> Actions);
