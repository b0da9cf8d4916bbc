using Bokgi.Host.Audit.Store;

namespace Bokgi.Host.Audit;

/// <summary>
/// Middleware that gives each request that may change something an audit entry. If the request changes rows, its entry is stored in the
/// transaction of that change. Just before the response is sent, this middleware stores an entry if none is stored yet and the request
/// succeeded or was denied because of its role. If an entry is stored but has another status than the response, its status is corrected.
/// </summary>
internal sealed partial class AuditTrail(RequestDelegate next, AuditStore store, TimeProvider clock, ILogger<AuditTrail> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (RouteOfChange(context) is { } route)
        {
            var entry = new RequestEntry(context, route, clock);
            ChangeAudit.Begin(entry);
            context.Response.OnStarting(() => CompleteAsync(entry, context.Response.StatusCode));
            context.Response.OnCompleted(() =>
            {
                entry.Release();
                return Task.CompletedTask;
            });
        }

        await next(context);
    }

    // Null if the request changes nothing: its method is GET or OPTIONS, or its route needs only the role Viewer, or the route is declared
    // to be read-only for this request.
    private static string? RouteOfChange(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } endpoint
        && !HttpMethods.IsGet(context.Request.Method)
        && !HttpMethods.IsOptions(context.Request.Method)
        && RequiredRole.Of(endpoint) != Role.Viewer
        && !RouteDeclaration.IsReadOnly(endpoint, context.Request)
            ? ApiDescription.ToSnakeCase(route).TrimEnd('/')
            : null;

    // Not cancelled with the request, so that a client cannot keep its entry out of the log by disconnecting.
    private async Task CompleteAsync(RequestEntry entry, int status)
    {
        // A request that failed without a change needs no entry, unless it was denied because of its role (403).
        var isLogComplete = entry.SavedRow is { } saved
            ? saved.Status == status
            : status is >= StatusCodes.Status400BadRequest and not StatusCodes.Status403Forbidden;
        if (isLogComplete)
            return;
        var row = entry.SavedRow ?? entry.CreateRow(status);
        try
        {
            if (entry.SavedRow is null)
                await store.AddAsync(row, CancellationToken.None);
            else
                await store.UpdateStatusAsync(row, status, CancellationToken.None);
        }
        catch (Exception failure)
        {
            // The request does not fail: either it changed nothing, or its change stored the entry with the expected status.
            LogEntryLost(failure, row.Caller, row.Method, row.Route, row.Subject, status);
        }
    }

    [LoggerMessage(LogLevel.Error, "the audit log cannot be written; it lacks {Caller} {Method} {Route} {Subject} {Status}")]
    private partial void LogEntryLost(Exception failure, string caller, string method, string route, string? subject, int status);
}
