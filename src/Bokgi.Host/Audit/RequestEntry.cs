using Bokgi.Host.Audit.Store;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bokgi.Host.Audit;

/// <summary>The audit entry of a request.</summary>
/// <param name="httpContext">The request.</param>
/// <param name="route">The route template, with parameter names.</param>
/// <param name="clock">The clock for the time of the entry.</param>
internal sealed class RequestEntry(HttpContext httpContext, string route, TimeProvider clock) : IChangeAuditEntry
{
    private HttpContext? context = httpContext;

    /// <summary>The entry that was saved with a change; null if none was.</summary>
    public AuditRow? SavedRow { get; private set; }

    public AuditRow CreateRow(int status, string? subject = null)
    {
        var address = context!.Connection.RemoteIpAddress;
        return new AuditRow
        {
            TimeUtc = clock.NowUtc(),
            Caller = context.User.Identity?.Name ?? ApiKeys.AnonymousCaller,
            Address = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString(),
            Method = context.Request.Method,
            Route = route,
            Subject = subject ?? AuditSubject.Find(context),
            Status = status,
        };
    }

    public void AddTo(BokgiContext database, string? subject)
    {
        if (CreateRowOfChange(subject) is not { } row)
            return;
        database.Add(row);
        database.SavedChanges += (_, _) => SavedRow = row;
    }

    public async Task AddToAsync(DatabaseConnection connection, string? subject)
    {
        if (CreateRowOfChange(subject) is not { } row)
            return;
        await AuditStore.AddAsync(connection, row, CancellationToken.None);
        SavedRow = row;
    }

    /// <summary>Drops the reference to the request, which must not be used after its response is complete.</summary>
    public void Release() => context = null;

    // The row has the success status that the route declares, because the actual status is not known before the commit. Null if the
    // response is complete.
    private AuditRow? CreateRowOfChange(string? subject) => context is null ? null : CreateRow(DeclaredSuccessStatus(context), subject);

    private static int DeclaredSuccessStatus(HttpContext context)
    {
        var declared = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>() ?? [];
        return declared.Select(response => response.StatusCode).Where(status => status is >= 200 and < 300).DefaultIfEmpty(200).Min();
    }
}
