namespace Bokgi.Host.Platform.Settings;

internal sealed class ExchangeSettings(SettingReader read)
{
    private readonly Dictionary<string, (Uri Base, Uri Stream)> addresses = new()
    {
        ["upbit"] = (
            Address("UPBIT_URL", "https://api.upbit.com", "Upbit's REST API", read),
            Address("UPBIT_WEBSOCKET_URL", "wss://api.upbit.com/websocket/v1", "Upbit's websocket", read)
        ),
        ["binance"] = (
            Address("BINANCE_URL", "https://api.binance.com", "Binance's REST API", read),
            Address("BINANCE_WEBSOCKET_URL", "wss://stream.binance.com:9443", "Binance's websocket", read)
        ),
    };

    public (Uri Base, Uri Stream) Of(string name) => addresses[name];

    // Also accepts the scheme without encryption: http for https, ws for wss.
    private static Uri Address(string name, string standard, string meaning, SettingReader read)
    {
        var text = read.Text(name, standard, meaning);
        var scheme = new Uri(standard).Scheme;
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == scheme || url.Scheme == scheme[..^1])
            && url is { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" }
        )
            return url;
        read.Errors.Add(name, $"{name} cannot be '{Problems.Shown(text)}'; write it as {scheme}://host, without user and query");
        return new Uri($"{scheme}://unreadable.invalid");
    }
}
