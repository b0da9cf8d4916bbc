namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>A request that the server has handled; status 0 if the connection ended early.</summary>
/// <param name="Operation">Its name in the S3 API, such as GetObject.</param>
/// <param name="Action">The action that a policy must allow for it, such as s3:GetObject.</param>
/// <param name="Key">The object's key; empty when the request is about the bucket.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Headers">As received, by names in lower case.</param>
public sealed record S3RequestRecord(string Operation, string Action, string Key, int Status, IReadOnlyDictionary<string, string> Headers);
