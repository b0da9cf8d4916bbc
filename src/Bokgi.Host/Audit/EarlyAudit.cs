using Bokgi.Host.Audit.Store;

namespace Bokgi.Host.Audit;

/// <summary>For routes whose changes are stored outside of the database.</summary>
internal static class EarlyAudit
{
    /// <summary>Stores the audit entry before the change is made, since they cannot share a transaction.</summary>
    public static TBuilder AuditsBeforehand<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(endpoint =>
        {
            if (endpoint.RequestDelegate is { } change)
                endpoint.RequestDelegate = context =>
                {
                    if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
                        context.RequestServices.GetRequiredService<AuditStore>().AddForCurrentRequest();
                    return change(context);
                };
        });
        return routes;
    }
}
