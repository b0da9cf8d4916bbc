using Bokgi.Host.Audit.Store;

namespace Bokgi.Host.Audit;

internal static class EarlyAudit
{
    /// <summary>Stores the entry before a change outside of the database, since they cannot share a transaction.</summary>
    public static TBuilder AuditsBeforehand<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(endpoint =>
        {
            if (endpoint.RequestDelegate is { } change)
                endpoint.RequestDelegate = async context =>
                {
                    if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
                        await context.RequestServices.GetRequiredService<AuditStore>().AddForCurrentRequestAsync(context.RequestAborted);
                    await change(context);
                };
        });
        return routes;
    }
}
