namespace Bokgi.Host.Audit;

/// <summary>Audits routes whose handlers cannot store the audit entry with their change, such as Hangfire's dashboard.</summary>
internal static class EarlyAudit
{
    /// <summary>Stores the audit entry of each request other than GET and HEAD before the handler runs.</summary>
    public static TBuilder AuditsBeforeHandler<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(endpoint =>
        {
            if (endpoint.RequestDelegate is { } handler)
                endpoint.RequestDelegate = async context =>
                {
                    if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
                        await context.RequestServices.GetRequiredService<BokgiDatabase>().AuditSeparatelyAsync(context.RequestAborted);
                    await handler(context);
                };
        });
        return routes;
    }
}
