using Scalar.AspNetCore;

namespace Bokgi.Host.Platform.OpenApi;

/// <summary>The OpenAPI document and the page that shows it. The page's scripts come from this server, and it calls no other.</summary>
internal static class ApiDescription
{
    public static void Add(IServiceCollection services) =>
        services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) => Describe(document)));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference(
            "/docs",
            options =>
            {
                options.Title = "Bokgi API";
                options.DefaultFonts = false;
                options.Telemetry = false;
                options.ProxyUrl = null;
                options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
                options.HideClientButton = true;
                options.Agent = new ScalarAgentOptions { Disabled = true };
                options.Mcp = new ScalarMcpOptions { Disabled = true };
            }
        );
    }

    // The document is the same wherever the server listens.
    private static Task Describe(Microsoft.OpenApi.OpenApiDocument document)
    {
        document.Info.Title = "Bokgi";
        document.Info.Version = "v1";
        document.Info.Description =
            "Replays coin markets move by move. Times are ISO 8601 in UTC with Z; input without a zone is KST. Ratios are fractions. Unknown fields and query parameters are refused with 422; every error is application/problem+json.";
        document.Servers = [];
        return Task.CompletedTask;
    }
}
