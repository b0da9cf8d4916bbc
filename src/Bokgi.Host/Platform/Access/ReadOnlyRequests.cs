namespace Bokgi.Host.Platform.Access;

/// <summary>Route metadata: the requests that change nothing although their method could, such as a page that polls with POST.</summary>
internal sealed record ReadOnlyRequests(Func<HttpRequest, bool> IsIt);
