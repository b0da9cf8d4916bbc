using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bokgi.Host.Platform.Access;

/// <summary>Responds to denied requests: with the sign-in page if a browser opens a page, otherwise with problem details.</summary>
internal sealed class AccessDeniedHandler(HostSettings settings, FailedKeys failedKeys) : IAuthorizationMiddlewareResultHandler
{
    private const string UnknownKeyChallenge = "Bearer realm=\"bokgi\", error=\"invalid_token\"";
    private const string NoKeyChallenge = "Bearer realm=\"bokgi\"";

    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    ) =>
        authorizeResult.Succeeded ? next(context)
        : authorizeResult.Challenged ? Challenge(context)
        : Forbid(context);

    /// <summary>Counts a wrong key against the client's address. Returns a 401, or a 429 once the address has sent too many wrong keys.</summary>
    public static ProblemHttpResult RejectWrongKey(HttpContext context, FailedKeys failedKeys)
    {
        if (failedKeys.RecordFailure(context.Connection.RemoteIpAddress) is { } seconds)
            return Problems.TooMany(
                context,
                seconds,
                "too many wrong keys came from this address (FAILED_KEYS_PER_MINUTE); try again after the seconds in Retry-After, with a key of this server"
            );
        context.Response.Headers.WWWAuthenticate = UnknownKeyChallenge;
        return TypedResults.Problem(
            "the key that was sent is not one of this server; send the secret of one of its API_KEYS",
            statusCode: StatusCodes.Status401Unauthorized
        );
    }

    private Task Challenge(HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count > 0)
            return RejectWrongKey(context, failedKeys).ExecuteAsync(context);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = NoKeyChallenge;
        return ShouldShowSignIn(context.Request)
            ? SignInPage.WriteAsync(context, SignInPage.ReturnPath($"{context.Request.Path}{context.Request.QueryString}"))
            : Problems.WriteAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "this server asks for a key; send it as Authorization: Bearer, or sign in at /signin"
            );
    }

    private static Task Forbid(HttpContext context)
    {
        var needed = RequiredRole.Of(context.GetEndpoint()) is { } role ? $"the role {Caller.RoleName(role)}" : "another role";
        return Problems.WriteAsync(
            context,
            StatusCodes.Status403Forbidden,
            $"{context.Request.Method} {Problems.SanitizeForMessage(context.Request.Path)} needs {needed}, and the key '{context.User.Identity?.Name}' has {Caller.RoleName(Caller.RoleOf(context.User))}; send another key"
        );
    }

    // The sign-in page is for a browser that opens a page, not for a script, and it needs a key that can be entered.
    private bool ShouldShowSignIn(HttpRequest request) =>
        settings.ApiKeys.HasKeys
        && HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && request.GetTypedHeaders().Accept.Any(accept => accept.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
