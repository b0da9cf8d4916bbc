using Bokgi.Host.SignIn.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.SignIn;

internal static class SignInEndpoints
{
    public static void AddSignIn(this IServiceCollection services, HostSettings settings)
    {
        SessionCookie.Add(services.AddAuthentication(), settings);
        services.AddSingleton<EndedSessions>();
    }

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/api/session").WithTags("session");
        session
            .MapPost("", Begin)
            .NeedsNoKey()
            .TakesBody(BodyLimit.SignInKey)
            .Describe(
                "Exchanges a key for a session",
                "The session is a cookie that scripts cannot read; it lasts seven days, or until its key is removed. 401 if the key is wrong, 409 if the server requires no keys.",
                401,
                409,
                503
            );
        session
            .MapGet("", Show)
            .Needs(Role.Viewer)
            .Describe(
                "Who the caller is",
                "The name and role of the caller's key, which identifies the caller directly or through a session."
            );
        session
            .MapDelete("", End)
            .NeedsNoKey()
            .Describe("Ends the session", "Permanently: copies of its cookie become invalid too. 204 also if there was no session.", 503);
        routes.MapGet(SignInPage.Path, Page).NeedsNoKey().ExcludeFromDescription();
    }

    private static async Task<Results<Ok<SignInDocument>, ProblemHttpResult>> Begin(
        JsonBody<SignInForm> body,
        HostSettings settings,
        FailedKeys failedKeys,
        BokgiDatabase database,
        TimeProvider clock,
        HttpResponse response
    )
    {
        if (!settings.ApiKeys.HasKeys)
            throw new ConflictException("this server requires no keys; call it without a session");
        if (body.Value.Key is not { Length: > 0 } secret)
            throw InvalidInputException.ForField("key", "key is missing; give the secret of one of the server's API_KEYS");
        if (settings.ApiKeys.Find(secret) is not { } key)
            return AccessDeniedHandler.RejectWrongKey(response.HttpContext, failedKeys);
        var expires = await SessionCookie.BeginAsync(response.HttpContext, key, database, clock);
        return TypedResults.Ok(new SignInDocument(key.Name, Caller.RoleName(key.Role), Format(expires)));
    }

    private static Ok<SignInDocument> Show(HttpResponse response)
    {
        var context = response.HttpContext;
        var expires = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        return TypedResults.Ok(
            new SignInDocument(context.User.Identity!.Name!, Caller.RoleName(Caller.RoleOf(context.User)), Format(expires))
        );
    }

    private static async Task<NoContent> End(EndedSessions endedSessions, HttpResponse response)
    {
        await SessionCookie.EndAsync(response.HttpContext, endedSessions);
        return TypedResults.NoContent();
    }

    private static Task Page([FromQuery(Name = "return")] string? returnPath, HttpResponse response) =>
        SignInPage.WriteAsync(response.HttpContext, SignInPage.ReturnPath(returnPath));

    private static string? Format(DateTimeOffset? time) =>
        time is { } known ? UnixTime.Format(UnixTime.FromDateTime(known.UtcDateTime)) : null;
}
