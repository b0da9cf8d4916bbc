namespace Bokgi.Host.Platform.Access;

/// <summary>Which requests of a route change nothing, though their method could: a page that polls by POST.</summary>
internal sealed record OnlyLooking(Func<HttpRequest, bool> IsIt);
