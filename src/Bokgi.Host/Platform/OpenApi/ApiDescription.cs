using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Bokgi.Host.Platform.OpenApi;

/// <summary>The OpenAPI document and the page that shows it. The page loads its scripts from this server and calls no other.</summary>
internal static class ApiDescription
{
    private static readonly Dictionary<string, string> PathParameters = new()
    {
        ["run_id"] = "The run_id of a run",
        ["symbol"] = "A market of the run, such as BTC_KRW",
        ["name"] = "A name from the list",
    };

    public static void Add(IServiceCollection services) =>
        services.AddOpenApi(options =>
        {
            options.AddDocumentTransformer((document, _, _) => Describe(document));
            options.AddOperationTransformer((operation, context, _) => Describe(operation, context));
            options.AddSchemaTransformer((schema, context, _) => SchemaDescription.Describe(schema, context));
        });

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi().Needs(Role.Viewer);
        routes
            .MapScalarApiReference(
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
                    options.WithNonce();
                }
            )
            .Needs(Role.Viewer)
            .WithMetadata(new PagePolicy(ContentSecurityPolicy))
            .Finally(endpoint => RequireKey(endpoint.Metadata));
    }

    // The page's scripts add inline styles and fetch only this server's document.
    private static string ContentSecurityPolicy(HttpContext context) =>
        $"default-src 'none'; script-src 'self' 'nonce-{context.Items[ScalarOptions.NonceHttpContextItemKey]}'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    // Scalar allows anonymous access to the page's scripts; this makes them require a key, like the page.
    private static void RequireKey(IList<object> metadata)
    {
        foreach (var anonymous in metadata.OfType<IAllowAnonymous>().ToList())
            metadata.Remove(anonymous);
    }

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        int[] commonStatuses = [StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests];
        var needsKey = SecurityDescription.Describe(operation, context);
        foreach (var status in needsKey ? commonStatuses.Append(StatusCodes.Status401Unauthorized) : commonStatuses)
            operation.Responses![status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), context.Document) },
                },
            };
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            Describe(parameter, context.Description.ParameterDescriptions.FirstOrDefault(candidate => candidate.Name == parameter.Name));
        foreach (
            var (mediaType, content) in operation.Responses!.Values.SelectMany(response =>
                response.Content ?? new Dictionary<string, OpenApiMediaType>()
            )
        )
        {
            if (!mediaType.EndsWith("json", StringComparison.Ordinal))
                content.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = mediaType.StartsWith("text", StringComparison.Ordinal) ? null : "binary",
                };
        }

        var sortedResponses = new OpenApiResponses();
        foreach (var (status, response) in operation.Responses.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            sortedResponses.Add(status, response);
        operation.Responses = sortedResponses;
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiParameter parameter, ApiParameterDescription? description)
    {
        if (parameter.In == ParameterLocation.Path)
        {
            parameter.Name = JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!);
            parameter.Description ??= PathParameters.GetValueOrDefault(parameter.Name);
        }

        var info = (description?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo;
        parameter.Required |= info?.IsDefined(typeof(RequiredAttribute), inherit: true) == true;
    }

    // Lists no server address, so that the document is the same wherever the server listens.
    private static Task Describe(OpenApiDocument document)
    {
        document.Info.Title = "Bokgi";
        document.Info.Version = "v1";
        document.Info.Description =
            "Replays coin markets move by move. Times are ISO 8601 in UTC with Z; input without a zone is KST. Ratios are fractions. Unknown fields and query parameters are refused with 422; every error of a route is application/problem+json. Every GET route also answers HEAD.";
        SecurityDescription.Describe(document);
        document.Servers = [new OpenApiServer { Url = "/", Description = "This server" }];
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths)
            paths.Add(ToSnakeCase(path), item);
        document.Paths = paths;
        return Task.CompletedTask;
    }

    /// <summary>A route template with snake-case parameter names, as clients see it.</summary>
    public static string ToSnakeCase(string path) =>
        string.Join(
            '/',
            path.Split('/').Select(part => part is ['{', ..] ? $"{{{JsonNamingPolicy.SnakeCaseLower.ConvertName(part[1..^1])}}}" : part)
        );
}
