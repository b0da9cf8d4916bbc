using System.Net;

namespace Bokgi.Host.Platform.Access;

/// <summary>By which addresses callers without a key are counted.</summary>
internal static class CallerNetwork
{
    private const int NetworkBytes = 8; // of an IPv6 address: a network has one owner, who has as many addresses as he likes

    /// <summary>The address of a caller, of IPv6 its /64 network; empty where there is none.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
            return string.Empty;
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        return Convert.ToHexString(bytes, 0, Math.Min(bytes.Length, NetworkBytes));
    }
}
