using System.Net;

namespace Bokgi.Host.Platform.Access;

/// <summary>
/// Rejects requests whose Host header does not name this server, which prevents DNS rebinding. Rejects requests from pages of other origins,
/// except those in ALLOWED_ORIGINS. Both apply even to requests with a valid key. Requests that rely on a session cookie may make changes
/// only from the server's own pages.
/// </summary>
internal sealed class HostAndOriginCheck(RequestDelegate next, HostSettings settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        var host = context.Request.Host;
        if (!IsOwnHost(host))
            return Reject(
                context,
                $"the host name '{Problems.SanitizeForMessage(host.Value ?? string.Empty)}' is not one of this server; call it by localhost or 127.0.0.1, or name it in ALLOWED_HOSTS"
            );
        var origin = context.Request.Headers.Origin.ToString();
        var isOwnPage = origin.Length > 0 && IsOwnOrigin(origin, host);
        if (origin.Length > 0 && !isOwnPage && !settings.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
            return Reject(
                context,
                $"pages of the origin '{Problems.SanitizeForMessage(origin)}' may not use this server; open its own pages, or name the origin in ALLOWED_ORIGINS"
            );
        return !isOwnPage && IsChangeBySession(context.Request)
            ? Reject(
                context,
                "with a session cookie, only this server's own pages may make changes, and the Origin header names none of them; send a key as Authorization: Bearer"
            )
            : next(context);
    }

    private bool IsChangeBySession(HttpRequest request) =>
        settings.ApiKeys.HasKeys
        && !HttpMethods.IsGet(request.Method)
        && !HttpMethods.IsHead(request.Method)
        && !HttpMethods.IsOptions(request.Method)
        && request.Headers.Authorization.Count == 0
        && request.Cookies.ContainsKey(Caller.SessionScheme);

    private bool IsOwnHost(HostString host) => IsLoopback(host.Host) || IsAllowedHost(host);

    // Unlike IsOwnHost, this does not accept every loopback name, because a page from another port of this machine belongs to another
    // program.
    private bool IsOwnOrigin(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var originUri)
        && originUri.Scheme is "http" or "https"
        && (
            string.Equals(originUri.Authority, host.Value, StringComparison.OrdinalIgnoreCase)
            || IsAllowedHost(new HostString(originUri.Authority))
        );

    private bool IsAllowedHost(HostString host) =>
        settings.AllowedHosts.Any(name =>
            string.Equals(name, host.Host, StringComparison.OrdinalIgnoreCase)
            || string.Equals(name, host.Value, StringComparison.OrdinalIgnoreCase)
        );

    private static bool IsLoopback(string name) =>
        string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static Task Reject(HttpContext context, string detail) => Problems.WriteAsync(context, StatusCodes.Status403Forbidden, detail);
}
