using Bokgi.Host.Audit.Store;
using Bokgi.Host.Platform.Access;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.OpenApi;

namespace Bokgi.Host.Audit;

/// <summary>
/// Gives each request that may change something its entry in the audit log. The transaction of a change adds it; what is left for the moment
/// before the answer goes out, so that whoever reads the answer finds the entry, are requests that were refused for their role or changed
/// no row, and answers other than the one that was expected.
/// </summary>
internal sealed partial class AuditTrail(RequestDelegate next, AuditStore store, TimeProvider clock, ILogger<AuditTrail> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (WouldChange(context) is { } route)
        {
            var entry = new RequestEntry(context, route, clock);
            ChangeAudit.Begin(entry.AddTo);
            context.Response.OnStarting(() =>
            {
                Complete(entry, context.Response.StatusCode);
                return Task.CompletedTask;
            });
            context.Response.OnCompleted(() =>
            {
                entry.End();
                return Task.CompletedTask;
            });
        }

        await next(context);
    }

    // What only looks, whatever its method, says so by its role.
    private static string? WouldChange(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } endpoint
        && !HttpMethods.IsGet(context.Request.Method)
        && !HttpMethods.IsOptions(context.Request.Method)
        && RequiredRole.Of(endpoint) != Role.Viewer
        && endpoint.Metadata.GetMetadata<OnlyLooking>()?.IsIt(context.Request) != true
            ? ApiDescription.SnakeCased(route).TrimEnd('/')
            : null;

    private void Complete(RequestEntry entry, int status)
    {
        var isTold = entry.Saved is { } saved
            ? saved.Status == status
            : status is >= StatusCodes.Status400BadRequest and not StatusCodes.Status403Forbidden;
        if (isTold)
            return;
        var row = entry.Saved ?? entry.Row(status);
        try
        {
            if (entry.Saved is null)
                store.Add(row);
            else
                store.Correct(row, status);
        }
        catch (Exception failure)
        {
            LogLost(failure, row.Caller, row.Method, row.Route, row.Subject, status); // nothing was changed, or its entry is there
        }
    }

    [LoggerMessage(LogLevel.Error, "the audit log cannot be written; it lacks {Caller} {Method} {Route} {Subject} {Status}")]
    private partial void LogLost(Exception failure, string caller, string method, string route, string? subject, int status);
}
