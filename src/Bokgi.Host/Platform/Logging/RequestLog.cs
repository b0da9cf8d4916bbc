using System.Diagnostics;

namespace Bokgi.Host.Platform.Logging;

/// <summary>Logs requests that may change something, end with a server error, or take long. Other requests are not logged.</summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider clock, ILogger<RequestLog> log)
{
    private static readonly TimeSpan SlowThreshold = TimeSpan.FromSeconds(1);

    public async Task InvokeAsync(HttpContext context)
    {
        // Clients find this id in an error response. A task that the request queues stores it, so that the worker logs it, too.
        context.TraceIdentifier = Activity.Current?.Id ?? context.TraceIdentifier;
        using var scope = log.BeginScope(LogFields.Scope((LogFields.RequestId, context.TraceIdentifier))); // replaces the framework's id
        var started = clock.GetTimestamp();
        await next(context);
        var (request, status, elapsed) = (context.Request, context.Response.StatusCode, clock.GetElapsedTime(started));
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        var isStream = context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true;
        if (!isRead || status >= StatusCodes.Status500InternalServerError || (elapsed >= SlowThreshold && !isStream))
            LogAnswered(request.Method, request.Path, status, (long)elapsed.TotalMilliseconds);
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Path} answered {Status} in {Milliseconds} ms")]
    private partial void LogAnswered(string method, string path, int status, long milliseconds);
}
