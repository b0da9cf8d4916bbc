using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Bokgi.Host.Platform.Access;

internal static class AccessServices
{
    private const string AnyScheme = "caller";

    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    public static void AddAccess(this IServiceCollection services, HostSettings settings, TimeProvider clock)
    {
        var authorization = services.AddAuthorizationBuilder();
        foreach (var role in Enum.GetValues<Role>())
            authorization.AddPolicy(Caller.Name(role), policy => policy.RequireRole(Caller.Name(role)));
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
        services.AddRateLimiter(options => RequestLimits.Configure(options, settings, clock));
        services
            .AddAuthentication(AnyScheme)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(Caller.KeyScheme, configureOptions: null)
            .AddPolicyScheme(
                AnyScheme,
                displayName: null,
                options => options.ForwardDefaultSelector = context => SelectScheme(context, settings)
            );
    }

    // A key in the request takes precedence over a session cookie.
    private static string SelectScheme(HttpContext context, HostSettings settings) =>
        settings.ApiKeys.Any && context.Request.Headers.Authorization.Count == 0 ? Caller.SessionScheme : Caller.KeyScheme;
}
