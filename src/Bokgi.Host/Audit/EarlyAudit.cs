namespace Bokgi.Host.Audit;

internal static class EarlyAudit
{
    public static TBuilder AuditsBeforehand<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(endpoint =>
        {
            if (endpoint.RequestDelegate is { } change)
                endpoint.RequestDelegate = async context =>
                {
                    if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
                        await context.RequestServices.GetRequiredService<BokgiDatabase>().AuditAloneAsync(context.RequestAborted);
                    await change(context);
                };
        });
        return routes;
    }
}
