using System.Security.Claims;
using Bokgi.Host.SignIn.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Bokgi.Host.SignIn;

/// <summary>
/// The cookie of a session. It identifies an API key and survives restarts. It becomes invalid when the key is removed or the session ends.
/// </summary>
internal static class SessionCookie
{
    private const string IdClaim = "session";
    private const string StampClaim = "stamp"; // ApiKey.Stamp: a hash of the key's secret, so a session ends when the secret changes
    private const string Application = "bokgi";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public static void Add(AuthenticationBuilder authentication, HostSettings settings)
    {
        authentication.AddCookie(
            Caller.SessionScheme,
            options =>
            {
                options.Cookie.Name = Caller.SessionScheme;
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Strict;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.ExpireTimeSpan = Lifetime;
                options.SlidingExpiration = false;
                options.Events.OnValidatePrincipal = Validate;
            }
        );
        authentication.Services.AddDataProtection().SetApplicationName(Application);
        authentication
            .Services.AddOptions<KeyManagementOptions>()
            .Configure<ILogger<DataProtectionKeyFolder>>(
                (options, log) => options.XmlRepository = new DataProtectionKeyFolder(Path.Combine(settings.StateRoot, "keys"), log)
            );
    }

    /// <summary>Begins a session: stores the audit entry, then adds the cookie to the response.</summary>
    /// <returns>When the session expires.</returns>
    public static async Task<DateTimeOffset> BeginAsync(HttpContext context, ApiKey key, BokgiDatabase database, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var properties = new AuthenticationProperties
        {
            IsPersistent = true,
            IssuedUtc = now,
            ExpiresUtc = now + Lifetime,
        };
        context.User = CreatePrincipal(key, Guid.NewGuid().ToString("N"));
        await database.AuditSeparatelyAsync(context.RequestAborted);
        await context.SignInAsync(Caller.SessionScheme, context.User, properties);
        return properties.ExpiresUtc.Value;
    }

    public static async Task EndAsync(HttpContext context, EndedSessions endedSessions)
    {
        var session = await context.AuthenticateAsync(Caller.SessionScheme);
        if (session is { Succeeded: true, Properties.ExpiresUtc: { } expires } && session.Principal.FindFirstValue(IdClaim) is { } id)
            await endedSessions.AddAsync(id, expires, CancellationToken.None); // even if the client has disconnected
        await context.SignOutAsync(Caller.SessionScheme);
    }

    private static ClaimsPrincipal CreatePrincipal(ApiKey key, string id) =>
        Caller.CreatePrincipal(key, Caller.SessionScheme, new Claim(IdClaim, id), new Claim(StampClaim, key.Stamp));

    // Rejects the cookie of a removed key or an ended session, and applies the key's current role. Routes that need no key do not look up
    // ended sessions, because they must work while the database is down.
    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var (name, id) = (context.Principal?.Identity?.Name, context.Principal?.FindFirstValue(IdClaim));
        var key = services.GetRequiredService<HostSettings>().ApiKeys.Find(name, context.Principal?.FindFirstValue(StampClaim));
        var allowsAnonymous = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (key is null || id is null || (!allowsAnonymous && await HasEnded(id)))
            context.RejectPrincipal();
        else
            context.ReplacePrincipal(CreatePrincipal(key, id));

        Task<bool> HasEnded(string session) =>
            services.GetRequiredService<EndedSessions>().ContainsAsync(session, context.HttpContext.RequestAborted);
    }
}
