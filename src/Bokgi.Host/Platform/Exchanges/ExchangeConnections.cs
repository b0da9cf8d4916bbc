namespace Bokgi.Host.Platform.Exchanges;

/// <summary>The exchanges by name. Each is opened on first use, so that nothing needs a network before then.</summary>
internal sealed class ExchangeConnections(HostSettings settings, TimeProvider clock, Func<string, ExchangeOptions, IExchange> open)
    : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, IExchange> opened = new(StringComparer.Ordinal);

    /// <exception cref="IOException">The folder shared by all processes cannot be created.</exception>
    public IExchange GetOrOpen(string name)
    {
        lock (gate)
        {
            if (opened.TryGetValue(name, out var exchange))
                return exchange;
            var (restAddress, streamAddress) = settings.Exchanges.AddressesOf(name);
            return opened[name] = open(name, new ExchangeOptions(restAddress, streamAddress, CreateSharedFolder(), clock));
        }
    }

    /// <summary>Returns the name of an exchange; adds an error and returns null if there is no such exchange.</summary>
    public static string? CheckName(string name, InputErrors errors)
    {
        if (ExchangeCatalogue.Names.Contains(name, StringComparer.Ordinal))
            return name;
        errors.Add(
            "exchange",
            $"there is no exchange '{Problems.SanitizeForMessage(name)}'; there are {string.Join(" and ", ExchangeCatalogue.Names)}"
        );
        return null;
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var exchange in opened.Values)
                exchange.Dispose();
            opened.Clear();
        }
    }

    // In this folder, all processes of an operating-system user share the rate limits of the exchanges. Other users must not be able to
    // write to it: they could change how often requests are sent.
    private static string CreateSharedFolder()
    {
        var path = Path.Combine(Path.GetTempPath(), $"bokgi-{Environment.UserName}");
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(path).FullName;
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(path, ownerOnly);
        File.SetUnixFileMode(path, ownerOnly); // fails if it belongs to another user
        return path;
    }
}
