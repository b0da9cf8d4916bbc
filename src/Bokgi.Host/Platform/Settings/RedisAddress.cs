using StackExchange.Redis;

namespace Bokgi.Host.Platform.Settings;

/// <summary>Parses REDIS_URL: <c>redis://[[user]:password@]host[:port][/database]</c>, or <c>rediss://</c> for TLS.</summary>
internal static class RedisAddress
{
    public const int StandardPort = 6_379;

    private const string Plain = "redis://";
    private const string Encrypted = "rediss://";

    private const int PatienceMilliseconds = 2_000;

    /// <summary>Null if it is not an address.</summary>
    public static ConfigurationOptions? Read(string url)
    {
        var text = url.Trim();
        var isEncrypted = text.StartsWith(Encrypted, StringComparison.OrdinalIgnoreCase);
        if (!isEncrypted && !text.StartsWith(Plain, StringComparison.OrdinalIgnoreCase))
            return null;
        var rest = text[(isEncrypted ? Encrypted : Plain).Length..];
        var at = rest.LastIndexOf('@'); // the last one, so that an unescaped @ in a password works too
        var place = rest[(at + 1)..];
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var database = slash < 0 ? string.Empty : place[(slash + 1)..];
        var options = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            BacklogPolicy = BacklogPolicy.FailFast,
            ClientName = "bokgi",
            ConnectTimeout = PatienceMilliseconds,
            ConnectRetry = 1,
            SyncTimeout = PatienceMilliseconds,
            AsyncTimeout = PatienceMilliseconds,
            ReconnectRetryPolicy = new LinearRetry(PatienceMilliseconds / 2),
            Ssl = isEncrypted,
        };
        if (!TryAddServer(options, slash < 0 ? place : place[..slash]) || !TrySetDatabase(options, database))
            return null;
        if (at >= 0)
            SetCaller(options, rest[..at]);
        return options;
    }

    private static bool TryAddServer(ConfigurationOptions options, string server)
    {
        var colon = server.LastIndexOf(':');
        var hasPort = colon > server.LastIndexOf(']'); // an IPv6 address is in brackets
        var host = (hasPort ? server[..colon] : server).Trim('[', ']');
        var port = StandardPort;
        if (host.Length == 0 || host.Any(char.IsWhiteSpace) || (hasPort && !TryRead(server[(colon + 1)..], 65_535, out port)) || port == 0)
            return false;
        options.EndPoints.Add(host, port);
        return true;
    }

    private static bool TrySetDatabase(ConfigurationOptions options, string text)
    {
        if (text.Length == 0)
            return true;
        var isRead = TryRead(text, int.MaxValue, out var number);
        options.DefaultDatabase = number;
        return isRead;
    }

    // user:password, :password, or, as some write it, only the password.
    private static void SetCaller(ConfigurationOptions options, string caller)
    {
        var colon = caller.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
            options.User = Uri.UnescapeDataString(caller[..colon]);
        options.Password = Uri.UnescapeDataString(caller[(colon + 1)..]);
    }

    private static bool TryRead(string text, int maximum, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= maximum;
}
