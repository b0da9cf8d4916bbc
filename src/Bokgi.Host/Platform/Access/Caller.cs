using System.Net;
using System.Security.Claims;

namespace Bokgi.Host.Platform.Access;

/// <summary>
/// Creates and reads the principal of a caller. Its claims are the caller's name, the caller's role and every role that this role includes.
/// </summary>
internal static class Caller
{
    /// <summary>The authentication scheme for keys in the Authorization header; also used if the server requires no key.</summary>
    public const string KeyScheme = "key";

    /// <summary>The authentication scheme for browser sessions, and the name of the session cookie.</summary>
    public const string SessionScheme = "bokgi_session";

    private const int NetworkBytes = 8; // the first 64 bits of an IPv6 address; an IPv4 address is shorter and used whole

    public static ClaimsPrincipal CreatePrincipal(ApiKey key, string scheme, params IEnumerable<Claim> additionalClaims) =>
        CreatePrincipal(key.Name, key.Role, scheme, additionalClaims);

    public static ClaimsPrincipal CreatePrincipalWithoutKey(IPAddress? address) =>
        CreatePrincipal(
            address is null || IPAddress.IsLoopback(address) ? ApiKeys.LocalCaller : ApiKeys.AnonymousCaller,
            Role.Admin,
            KeyScheme,
            []
        );

    public static Role RoleOf(ClaimsPrincipal caller) => Enum.GetValues<Role>().Last(role => caller.IsInRole(RoleName(role)));

    public static string RoleName(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>
    /// Identifies a caller without a key by its whole IPv4 address or by the /64 network of its IPv6 address, because a /64 network usually
    /// has one owner. Returns the bytes in hexadecimal.
    /// </summary>
    public static string GetNetworkId(IPAddress? address)
    {
        var bytes = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.GetAddressBytes() ?? [];
        return Convert.ToHexString(bytes, 0, Math.Min(bytes.Length, NetworkBytes));
    }

    private static ClaimsPrincipal CreatePrincipal(string name, Role role, string scheme, IEnumerable<Claim> additionalClaims)
    {
        var roles = Enum.GetValues<Role>() // ascending: each role includes those below it
            .Where(included => included <= role)
            .Select(included => new Claim(ClaimTypes.Role, RoleName(included)));
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name), .. roles, .. additionalClaims], scheme));
    }
}
