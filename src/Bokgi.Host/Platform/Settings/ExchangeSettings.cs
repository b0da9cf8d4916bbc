using Bokgi.Host.Platform.Errors;
using Bokgi.MarketData.Exchanges;

namespace Bokgi.Host.Platform.Settings;

/// <summary>The addresses of the exchanges.</summary>
internal sealed class ExchangeSettings
{
    private readonly Dictionary<string, (Uri Base, Uri Stream)> addresses;

    private ExchangeSettings(Dictionary<string, (Uri Base, Uri Stream)> addresses) => this.addresses = addresses;

    /// <summary>The base address of an exchange's REST API, and the address of its WebSocket.</summary>
    public (Uri Base, Uri Stream) Of(string name) => addresses[name];

    /// <summary>Reads the settings of all exchanges.</summary>
    /// <param name="text">Returns a setting's value by name.</param>
    /// <param name="errors">Collects unusable values.</param>
    public static ExchangeSettings Read(Func<string, string> text, InputErrors errors) =>
        new(
            ExchangeCatalogue.Names.ToDictionary(
                name => name,
                name =>
                {
                    var setting = name.ToUpperInvariant();
                    return (
                        Address($"{setting}_URL", text, ("http", "https"), errors),
                        Address($"{setting}_WEBSOCKET_URL", text, ("ws", "wss"), errors)
                    );
                }
            )
        );

    private static Uri Address(string name, Func<string, string> text, (string Plain, string Secure) schemes, InputErrors errors)
    {
        if (
            Uri.TryCreate(text(name), UriKind.Absolute, out var url)
            && (url.Scheme == schemes.Plain || url.Scheme == schemes.Secure)
            && url is { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" }
        )
            return url;
        errors.Add(name, $"{name} cannot be '{Problems.Shown(text(name))}'; write it as {schemes.Secure}://host, without user and query");
        return new Uri($"{schemes.Secure}://unreadable.invalid");
    }
}
