namespace Bokgi.Host.Platform.Access;

/// <summary>Adds security headers: browsers must respect the Content-Type, and pages may load and run only what a policy allows.</summary>
internal static class SecurityHeaders
{
    public const string StrictPolicy = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Middleware that adds the headers when the response starts, so that rejections and failures have them, too.</summary>
    public static Task Add(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            if (IsPage(context.Response) && headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy =
                    context.GetEndpoint()?.Metadata.GetMetadata<PagePolicy>()?.PolicyFor(context) ?? StrictPolicy;
            return Task.CompletedTask;
        });
        return next(context);
    }

    private static bool IsPage(HttpResponse response) =>
        response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
}
