using Bokgi.Host.Audit.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Audit;

internal static class AuditEndpoints
{
    public static void AddAudit(this IServiceCollection services) => services.AddSingleton<AuditStore>();

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/audit", List)
            .Needs(Role.Admin)
            .WithTags("monitoring")
            .Describe(
                "Who changed what, newest first",
                "Requests that changed something, and those that were refused because of the role of their key. Bodies and secrets are not recorded.",
                503
            );

    private static async Task<Ok<Page<AuditDocument>>> List([AsParameters] AuditQuery query, AuditStore store, CancellationToken cancel) =>
        TypedResults.Ok(await store.ListAsync(query.Read(), cancel));
}
