using Npgsql;

namespace Bokgi.Host.Platform.Database;

/// <summary>
/// Parses DATABASE_URL: a URL such as <c>postgresql://user:password@host:5432/database?sslmode=require</c>, or a connection string in
/// the form that Npgsql defines.
/// </summary>
internal static class PostgresAddress
{
    private const string Remedy =
        "write it as postgresql://user:password@host:5432/database or Host=...;Username=...;Password=...;Database=...";

    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    // Maps the option names in URLs, which are the names that libpq uses, to the names that Npgsql uses.
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["host"] = "Host",
        ["port"] = "Port",
        ["user"] = "Username",
        ["password"] = "Password",
        ["dbname"] = "Database",
    };

    /// <exception cref="DatabaseUnavailableException">
    /// The text is not an address; the message omits it, because it may contain a password.
    /// </exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            var trimmed = text.Trim();
            var scheme = Array.Find(Schemes, scheme => trimmed.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
            var address = scheme is null ? new NpgsqlConnectionStringBuilder(trimmed) : ParseUrl(trimmed[scheme.Length..]);
            return string.IsNullOrEmpty(address.Host)
                ? throw new DatabaseUnavailableException($"DATABASE_URL names no host; {Remedy}")
                : address;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or OverflowException)
        {
            throw new DatabaseUnavailableException($"DATABASE_URL cannot be read; {Remedy}");
        }
    }

    /// <summary>Sets the options that the address does not contain, and returns the same instance.</summary>
    public static NpgsqlConnectionStringBuilder ApplyDefaults(NpgsqlConnectionStringBuilder address, TimeSpan timeout)
    {
        const int cancellationMilliseconds = 1_000;
        const int maximumConnections = 30; // a PostgreSQL server allows 100 by default, for all processes together

        if (!address.ShouldSerialize("Timeout"))
            address.Timeout = (int)timeout.TotalSeconds;
        if (!address.ShouldSerialize("Command Timeout"))
            address.CommandTimeout = (int)timeout.TotalSeconds;
        if (!address.ShouldSerialize("Cancellation Timeout"))
            address.CancellationTimeout = cancellationMilliseconds;
        if (!address.ShouldSerialize("Maximum Pool Size"))
            address.MaxPoolSize = maximumConnections;
        return address;
    }

    // user:password@host:port/database?name=value; the last @ ends the password, so an unescaped @ in a password works too.
    private static NpgsqlConnectionStringBuilder ParseUrl(string url)
    {
        var address = new NpgsqlConnectionStringBuilder();
        var atSign = url.LastIndexOf('@');
        if (atSign >= 0)
        {
            var (user, password) = Split(url[..atSign], ':');
            address.Username = Uri.UnescapeDataString(user);
            address.Password = password is null ? null : Uri.UnescapeDataString(password);
        }

        var (location, query) = Split(url[(atSign + 1)..], '?');
        var (server, database) = Split(location, '/');
        SetServer(address, server);
        if (database is { Length: > 0 })
            address.Database = Uri.UnescapeDataString(database);
        foreach (var option in query?.Split('&', StringSplitOptions.RemoveEmptyEntries) ?? [])
            SetOption(address, option);
        return address;
    }

    private static void SetServer(NpgsqlConnectionStringBuilder address, string server)
    {
        var colon = server.LastIndexOf(':');
        var hasPort = colon > server.LastIndexOf(']'); // an IPv6 address is in brackets
        var host = Uri.UnescapeDataString(hasPort ? server[..colon] : server).Trim('[', ']');
        if (host.Length > 0)
            address.Host = host;
        if (hasPort)
            address.Port = int.Parse(server[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static void SetOption(NpgsqlConnectionStringBuilder address, string option)
    {
        var (name, value) = Split(option, '=');
        if (!Options.TryGetValue(name, out var key))
            throw new DatabaseUnavailableException(
                $"DATABASE_URL has an unknown option '{name}'; the options are {string.Join(", ", Options.Keys)}"
            );
        var text = Uri.UnescapeDataString(value ?? string.Empty);
        // Npgsql writes libpq's verify-full as VerifyFull.
        address[key] = key == "SSL Mode" ? text.Replace("-", string.Empty, StringComparison.Ordinal) : text;
    }

    private static (string Before, string? After) Split(string text, char separator)
    {
        var index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }
}
