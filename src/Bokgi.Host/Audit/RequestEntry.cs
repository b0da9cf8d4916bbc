using Bokgi.Host.Audit.Store;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bokgi.Host.Audit;

/// <summary>The audit entry of a request, created when the request makes its change.</summary>
/// <param name="request">The request.</param>
/// <param name="route">The route template, with parameter names.</param>
/// <param name="clock">The clock.</param>
internal sealed class RequestEntry(HttpContext request, string route, TimeProvider clock)
{
    private HttpContext? context = request;

    /// <summary>The entry that was saved with a change; null if none was.</summary>
    public AuditRow? Saved { get; private set; }

    /// <summary>Creates the entry for a response.</summary>
    /// <param name="status">The HTTP status of the response.</param>
    /// <param name="subject">What is changed; null if the request or its response says it.</param>
    public AuditRow Row(int status, string? subject = null)
    {
        var address = context!.Connection.RemoteIpAddress;
        return new AuditRow
        {
            TimeUtc = clock.NowUtc(),
            Caller = context.User.Identity?.Name ?? ApiKeys.Anonymous,
            Address = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString(),
            Method = context.Request.Method,
            Route = route,
            Subject = subject ?? ChangedSubject.Find(context),
            Status = status,
        };
    }

    /// <summary>
    /// Adds the entry to a unit of work. The response status is not known until after the commit, so the route's success status is stored
    /// for now.
    /// </summary>
    /// <param name="database">The context of the change.</param>
    /// <param name="subject">What is changed; null if the request says it.</param>
    public void AddTo(BokgiContext database, string? subject)
    {
        if (context is null)
            return;
        var row = Row(DeclaredSuccessStatus(context), subject);
        database.Add(row);
        database.SavedChanges += (_, _) => Saved = row;
    }

    /// <summary>Releases the finished request; work that it started may go on.</summary>
    public void Release() => context = null;

    private static int DeclaredSuccessStatus(HttpContext context)
    {
        var declared = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>() ?? [];
        return declared.Select(each => each.StatusCode).Where(status => status is >= 200 and < 300).DefaultIfEmpty(200).Min();
    }
}
