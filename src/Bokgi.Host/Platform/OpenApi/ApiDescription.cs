using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Bokgi.Host.Platform.OpenApi;

/// <summary>The OpenAPI document and the page that shows it. The page's scripts come from this server, and it calls no other.</summary>
internal static class ApiDescription
{
    public static void Add(IServiceCollection services) =>
        services.AddOpenApi(options =>
        {
            options.AddDocumentTransformer((document, _, _) => Describe(document));
            options.AddSchemaTransformer((schema, context, _) => DescribeNumbers(schema, context.JsonTypeInfo));
        });

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

    // The converter of real numbers hides what they are, and so what lists and maps of them are.
    private static Task DescribeNumbers(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (IsNumber(type.Type))
            (schema.Type, schema.Format) = (Number(type.Type).Type, Number(type.Type).Format);
        else if (IsNumber(type.ElementType) && type.Kind == JsonTypeInfoKind.Dictionary)
            schema.AdditionalProperties = Number(type.ElementType!);
        else if (IsNumber(type.ElementType))
            schema.Items = Number(type.ElementType!);
        return Task.CompletedTask;
    }

    private static bool IsNumber(Type? type) => type == typeof(double) || type == typeof(double?);

    private static OpenApiSchema Number(Type type) =>
        new() { Type = type == typeof(double) ? JsonSchemaType.Number : JsonSchemaType.Number | JsonSchemaType.Null, Format = "double" };

    // The document is the same wherever the server listens.
    private static Task Describe(OpenApiDocument document)
    {
        document.Info.Title = "Bokgi";
        document.Info.Version = "v1";
        document.Info.Description =
            "Replays coin markets move by move. Times are ISO 8601 in UTC with Z; input without a zone is KST. Ratios are fractions. Unknown fields and query parameters are refused with 422; every error is application/problem+json.";
        document.Servers = [];
        return Task.CompletedTask;
    }
}
