using Bokgi.Host.Audit.Store;

namespace Bokgi.Host.Audit;

/// <summary>Routes whose changes are kept elsewhere than in the database.</summary>
internal static class AuditedBeforehand
{
    /// <summary>Keeps the entry of a request before its change is made, which no transaction could share with it.</summary>
    public static TBuilder AuditsBeforehand<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(endpoint =>
        {
            if (endpoint.RequestDelegate is { } change)
                endpoint.RequestDelegate = context =>
                {
                    if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)) // which change nothing
                        context.RequestServices.GetRequiredService<AuditStore>().AddOfRequest();
                    return change(context);
                };
        });
        return routes;
    }
}
