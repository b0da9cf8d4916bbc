namespace Bokgi.Host.Platform.Access;

/// <summary>Route metadata: the Content-Security-Policy of third-party pages; this program's own pages set it themselves.</summary>
internal sealed record PagePolicy(Func<HttpContext, string> PolicyFor);
