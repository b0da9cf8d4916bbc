namespace Bokgi.Host.Platform.Access;

/// <summary>What every answer tells a browser: to take the body for what its Content-Type says, and on pages what may be loaded and run.</summary>
internal static class AnswerHeaders
{
    /// <summary>The policy of a page that declares none.</summary>
    public const string StrictPolicy = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Adds the headers as the answer starts, so that no handler, refusal or failure goes without them.</summary>
    public static Task Add(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            if (IsPage(context.Response) && headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = context.GetEndpoint()?.Metadata.GetMetadata<PagePolicy>()?.Of(context) ?? StrictPolicy;
            return Task.CompletedTask;
        });
        return next(context);
    }

    private static bool IsPage(HttpResponse response) =>
        response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
}
