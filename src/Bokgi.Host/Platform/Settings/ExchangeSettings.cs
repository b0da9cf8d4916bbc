namespace Bokgi.Host.Platform.Settings;

internal sealed class ExchangeSettings(SettingReader reader)
{
    private readonly Dictionary<string, (Uri Base, Uri Stream)> addresses = new()
    {
        ["upbit"] = (
            ReadAddress("UPBIT_URL", "https://api.upbit.com", "Upbit's REST API", reader),
            ReadAddress("UPBIT_WEBSOCKET_URL", "wss://api.upbit.com/websocket/v1", "Upbit's websocket", reader)
        ),
        ["binance"] = (
            ReadAddress("BINANCE_URL", "https://api.binance.com", "Binance's REST API", reader),
            ReadAddress("BINANCE_WEBSOCKET_URL", "wss://stream.binance.com:9443", "Binance's websocket", reader)
        ),
    };

    public (Uri Base, Uri Stream) AddressesOf(string name) => addresses[name];

    // Also accepts the scheme without encryption: http for https, ws for wss.
    private static Uri ReadAddress(string name, string defaultUrl, string meaning, SettingReader reader)
    {
        var text = reader.Text(name, defaultUrl, meaning);
        var scheme = new Uri(defaultUrl).Scheme;
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == scheme || url.Scheme == scheme[..^1])
            && url is { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" }
        )
            return url;
        reader.Errors.Add(
            name,
            $"{name} cannot be '{Problems.SanitizeForMessage(text)}'; write it as {scheme}://host, without user and query"
        );
        return new Uri($"{scheme}://unreadable.invalid");
    }
}
