namespace Bokgi.Host.Platform.Access;

/// <summary>The Content-Security-Policy of a route's pages, for pages that others wrote; our own name theirs themselves.</summary>
internal sealed record PagePolicy(Func<HttpContext, string> Of);
