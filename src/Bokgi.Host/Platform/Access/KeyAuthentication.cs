using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Bokgi.Host.Platform.Access;

/// <summary>Authenticates callers by <c>Authorization: Bearer</c>; if the server requires no key, accepts everybody.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    HostSettings settings
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    private AuthenticateResult Authenticate()
    {
        if (!settings.ApiKeys.HasKeys)
            return CreateSuccess(Caller.CreatePrincipalWithoutKey(Context.Connection.RemoteIpAddress));
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        return settings.ApiKeys.Find(header[Bearer.Length..].Trim()) is { } key
            ? CreateSuccess(Caller.CreatePrincipal(key, Caller.KeyScheme))
            : AuthenticateResult.Fail("unknown key");
    }

    private AuthenticateResult CreateSuccess(System.Security.Claims.ClaimsPrincipal caller) =>
        AuthenticateResult.Success(new AuthenticationTicket(caller, Scheme.Name));
}
