using System.Net;

namespace Bokgi.Host.Platform.Access;

internal static class CallerNetwork
{
    private const int NetworkBytes = 8; // of an IPv6 address: the owner of a /64 network can use any address in it

    /// <summary>The address of a caller; for IPv6, its /64 network. Empty if unknown.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
            return string.Empty;
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        return Convert.ToHexString(bytes, 0, Math.Min(bytes.Length, NetworkBytes));
    }
}
