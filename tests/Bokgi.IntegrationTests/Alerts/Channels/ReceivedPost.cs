namespace Bokgi.IntegrationTests.Alerts.Channels;

/// <summary>A request that <see cref="HttpReceiver"/> received. Its path includes the query string.</summary>
internal sealed record ReceivedPost(string Path, string ContentType, string Body);
