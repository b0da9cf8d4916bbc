using Bokgi.Host.Platform.Settings;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Platform.Access;

/// <summary>Answers those who may not: problem details for programs, the sign-in page for a browser that opens a page. Nobody is sent elsewhere.</summary>
internal sealed class AccessRefusal(IProblemDetailsService problems, HostSettings settings) : IAuthorizationMiddlewareResultHandler
{
    /// <summary>What WWW-Authenticate says to a key that is none.</summary>
    public const string UnknownKey = "Bearer realm=\"bokgi\", error=\"invalid_token\"";

    /// <summary>What a person is told of a key that is none.</summary>
    public const string UnknownKeyDetail = "the key that was sent is not one of this server; send the secret of one of its API_KEYS";

    private const string NoKey = "Bearer realm=\"bokgi\"";

    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    ) =>
        authorizeResult.Succeeded ? next(context)
        : authorizeResult.Challenged ? Challenge(context)
        : Forbid(context);

    private Task Challenge(HttpContext context)
    {
        var isKeySent = context.Request.Headers.Authorization.Count > 0;
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = isKeySent ? UnknownKey : NoKey;
        if (IsPageOpened(context.Request))
            return SignInPage.WriteAsync(context, SignInPage.Return($"{context.Request.Path}{context.Request.QueryString}"));
        return Refuse(
            context,
            isKeySent ? UnknownKeyDetail : "this server asks for a key; send it as Authorization: Bearer, or sign in at /signin"
        );
    }

    private Task Forbid(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        var needed = RequiredRole.Of(context.GetEndpoint()) is { } role ? $"the role {Caller.Name(role)}" : "another role";
        return Refuse(
            context,
            $"{context.Request.Method} {Errors.Problems.Shown(context.Request.Path)} needs {needed}, and the key '{context.User.Identity?.Name}' has {Caller.Name(Caller.RoleOf(context.User))}; send another key"
        );
    }

    private async Task Refuse(HttpContext context, string detail)
    {
        var problem = new ProblemDetails { Status = context.Response.StatusCode, Detail = detail };
        await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }

    // What a person opens, and no script asks for.
    private bool IsPageOpened(HttpRequest request) =>
        settings.ApiKeys.Any
        && HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && request.Headers.Authorization.Count == 0
        && request.GetTypedHeaders().Accept.Any(accept => accept.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
