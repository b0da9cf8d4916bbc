using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bokgi.Host.Platform.OpenApi;

internal static class SecurityDescription
{
    private const string Key = "key";
    private const string Session = "session";

    public static void Describe(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Key] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The secret of one of the server's API_KEYS. A server without API_KEYS requires no key.",
            },
            [Session] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = Caller.SessionScheme,
                Description = "The cookie that POST /api/session sets in exchange for a key; for the server's own pages.",
            },
        };
    }

    /// <summary>Adds the authentication and the role that the operation requires. Returns whether it needs a key.</summary>
    public static bool Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var declared = context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredRole>().ToList();
        if (declared.Count == 0)
            return false;
        var role = Caller.RoleName(declared.Max(requirement => requirement.Role));
        operation.Security =
        [
            .. ((string[])[Key, Session]).Select(scheme => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [role],
            }),
        ];
        return true;
    }
}
