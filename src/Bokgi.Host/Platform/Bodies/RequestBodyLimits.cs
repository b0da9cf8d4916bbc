using Microsoft.AspNetCore.Http.Features;

namespace Bokgi.Host.Platform.Bodies;

/// <summary>
/// Middleware that rejects bodies that are compressed or too large. All other bodies take memory from the <see cref="BodyBudget"/> until their
/// requests are answered.
/// </summary>
internal sealed class RequestBodyLimits(RequestDelegate next, BodyBudget budget, HostSettings settings)
{
    /// <summary>
    /// Bytes beyond the limit that Kestrel still receives and discards after the response, for at most five seconds, because a client that
    /// is still sending when its connection is closed never sees the response.
    /// </summary>
    public const int DiscardedBytes = 2 << 20;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
        {
            await next(context);
            return;
        }

        var bodyLimit = BodyLimit.Of(context);
        var limit = bodyLimit.BytesOf(settings);
        // Routes that read with JsonBody stop reading at the limit themselves; for other routes, Kestrel enforces the limit.
        EnforceLimits(context, limit, receiveLimit: bodyLimit.MemoryPerByte is null ? limit + DiscardedBytes : limit);
        using var share = new BodyShare(budget);
        context.Features.Set(share);
        share.Take((bodyLimit.MemoryPerByte ?? 0) * (context.Request.ContentLength ?? limit));
        if (ReferenceEquals(bodyLimit, BodyLimit.Form))
            await ReadFormAsync(context.Request);
        await next(context);
    }

    // Reads the form early, so that a malformed one is rejected here; the framework caches it for later readers.
    private static async Task ReadFormAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
            throw BodyRejectedException.NotAForm();
        try
        {
            await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw BodyRejectedException.NotAForm();
        }
    }

    private static void EnforceLimits(HttpContext context, long limit, long receiveLimit)
    {
        if (context.Request.Headers.ContentEncoding.Any(coding => !"identity".Equals(coding, StringComparison.OrdinalIgnoreCase)))
            throw BodyRejectedException.Compressed();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } sizeFeature)
            sizeFeature.MaxRequestBodySize = receiveLimit;
        if (context.Request.ContentLength is not { } length || length <= limit)
            return;
        if (length > receiveLimit) // Kestrel will not receive all of it
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.Connection = "close";
                return Task.CompletedTask;
            });
        throw BodyRejectedException.TooLarge(limit);
    }
}
