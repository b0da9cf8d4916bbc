using StackExchange.Redis;

namespace Bokgi.Host.Platform.Settings;

/// <summary>Parses REDIS_URL: <c>redis://[[user]:password@]host[:port][/database]</c>, or <c>rediss://</c> for TLS.</summary>
internal static class RedisAddress
{
    public const int DefaultPort = 6_379;

    private const string Plain = "redis://";
    private const string Encrypted = "rediss://";

    private const int TimeoutMilliseconds = 2_000;

    /// <summary>Returns null if the text is not such an address.</summary>
    public static ConfigurationOptions? Parse(string url)
    {
        var text = url.Trim();
        var isEncrypted = text.StartsWith(Encrypted, StringComparison.OrdinalIgnoreCase);
        if (!isEncrypted && !text.StartsWith(Plain, StringComparison.OrdinalIgnoreCase))
            return null;
        var afterScheme = text[(isEncrypted ? Encrypted : Plain).Length..];
        var at = afterScheme.LastIndexOf('@'); // the last one, so that an unescaped @ in a password works too
        var serverAndDatabase = afterScheme[(at + 1)..];
        var slash = serverAndDatabase.IndexOf('/', StringComparison.Ordinal);
        var database = slash < 0 ? string.Empty : serverAndDatabase[(slash + 1)..];
        var options = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            AllowAdmin = true, // the library counts INFO among the commands of admins
            BacklogPolicy = BacklogPolicy.FailFast,
            ClientName = "bokgi",
            ConnectTimeout = TimeoutMilliseconds,
            ConnectRetry = 1,
            SyncTimeout = TimeoutMilliseconds,
            AsyncTimeout = TimeoutMilliseconds,
            ReconnectRetryPolicy = new LinearRetry(TimeoutMilliseconds / 2),
            Ssl = isEncrypted,
        };
        if (!TryAddServer(options, slash < 0 ? serverAndDatabase : serverAndDatabase[..slash]) || !TrySetDatabase(options, database))
            return null;
        if (at >= 0)
            SetCredentials(options, afterScheme[..at]);
        return options;
    }

    private static bool TryAddServer(ConfigurationOptions options, string server)
    {
        var colon = server.LastIndexOf(':');
        var hasPort = colon > server.LastIndexOf(']'); // an IPv6 address is in brackets
        var host = (hasPort ? server[..colon] : server).Trim('[', ']');
        var port = DefaultPort;
        if (
            host.Length == 0
            || host.Any(char.IsWhiteSpace)
            || (hasPort && !TryParseNumber(server[(colon + 1)..], 65_535, out port))
            || port == 0
        )
            return false;
        options.EndPoints.Add(host, port);
        return true;
    }

    private static bool TrySetDatabase(ConfigurationOptions options, string text)
    {
        if (text.Length == 0)
            return true;
        var isValid = TryParseNumber(text, int.MaxValue, out var number);
        options.DefaultDatabase = number;
        return isValid;
    }

    // Accepts user:password, :password, or only the password.
    private static void SetCredentials(ConfigurationOptions options, string credentials)
    {
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
            options.User = Uri.UnescapeDataString(credentials[..colon]);
        options.Password = Uri.UnescapeDataString(credentials[(colon + 1)..]);
    }

    private static bool TryParseNumber(string text, int maximum, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= maximum;
}
