using Bokgi.Host.Audit.Store;
using Bokgi.Host.Platform.Access;
using Bokgi.Host.Platform.OpenApi;
using Bokgi.Markets;

namespace Bokgi.Host.Audit;

/// <summary>Writes down each request that changed something or was refused for its role, before its answer goes out: who reads the answer finds the entry.</summary>
internal sealed partial class AuditTrail(RequestDelegate next, AuditStore store, TimeProvider clock, ILogger<AuditTrail> log)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (WouldChange(context) is { } route)
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode is < StatusCodes.Status400BadRequest or StatusCodes.Status403Forbidden)
                    Write(context, route);
                return Task.CompletedTask;
            });
        return next(context);
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

    private void Write(HttpContext context, string route)
    {
        var entry = new AuditRow
        {
            TimeUtc = UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime),
            Caller = context.User.Identity?.Name ?? ApiKeys.Anonymous,
            Address = Address(context),
            Method = context.Request.Method,
            Route = route,
            Subject = ChangedSubject.Find(context),
            Status = context.Response.StatusCode,
        };
        try
        {
            store.Add(entry);
        }
        catch (Exception failure)
        {
            LogLost(failure, entry.Caller, entry.Method, entry.Route, entry.Subject, entry.Status); // what was changed is changed: the answer stays true
        }
    }

    private static string? Address(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
    }

    [LoggerMessage(LogLevel.Error, "the audit log cannot be written; it lacks {Caller} {Method} {Route} {Subject} {Status}")]
    private partial void LogLost(Exception failure, string caller, string method, string route, string? subject, int status);
}
