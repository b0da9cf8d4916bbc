using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Bokgi.Host.Platform.Access;

internal static class AccessServices
{
    private const string PolicyScheme = "caller";

    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    public static void AddAccess(this IServiceCollection services, HostSettings settings, TimeProvider clock)
    {
        var authorization = services.AddAuthorizationBuilder();
        foreach (var role in Enum.GetValues<Role>())
            authorization.AddPolicy(Caller.RoleName(role), policy => policy.RequireRole(Caller.RoleName(role)));
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddSingleton(_ => new FailedKeys(settings.FailedKeysPerMinute, clock));
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessDeniedHandler>();
        services.AddCors(cors =>
            cors.AddDefaultPolicy(policy =>
                policy
                    .WithOrigins([.. settings.AllowedOrigins])
                    .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
                    .WithHeaders("Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "Range", "If-None-Match")
                    .WithExposedHeaders("Location", "Retry-After", "ETag", "Content-Disposition", "WWW-Authenticate", "X-Bokgi-Warnings")
                    .SetPreflightMaxAge(PreflightAge)
            )
        );
        services.AddSingleton<ConcurrencyGate>();
        services.AddSingleton(_ => new CallerLimiters(settings, clock));
        services
            .AddAuthentication(PolicyScheme)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(Caller.KeyScheme, configureOptions: null)
            .AddPolicyScheme(
                PolicyScheme,
                displayName: null,
                options => options.ForwardDefaultSelector = context => SelectScheme(context, settings)
            );
    }

    // A key in the request takes precedence over a session cookie.
    private static string SelectScheme(HttpContext context, HostSettings settings) =>
        settings.ApiKeys.HasKeys && context.Request.Headers.Authorization.Count == 0 ? Caller.SessionScheme : Caller.KeyScheme;
}
