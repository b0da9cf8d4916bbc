namespace Bokgi.Host.Platform.Access;

/// <summary>Route metadata: the Content-Security-Policy of pages that a library generates (API reference, job dashboard).</summary>
internal sealed record PagePolicy(Func<HttpContext, string> PolicyFor);
