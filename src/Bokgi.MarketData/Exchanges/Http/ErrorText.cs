using System.Net.WebSockets;
using System.Text.Json;

namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>
/// Describes connection failures between this machine and an exchange. Leaves out exception messages, which may contain addresses and
/// library internals.
/// </summary>
internal static class ErrorText
{
    /// <summary>The reason in plain words, for the brackets in "upbit has not answered since … (…)".</summary>
    public static string Describe(Exception failure) =>
        failure switch
        {
            HttpRequestException { HttpRequestError: var error } => Describe(error),
            HttpIOException { HttpRequestError: var error } => Describe(error),
            WebSocketException { InnerException: HttpRequestException or HttpIOException } => Describe(failure.InnerException),
            WebSocketException { WebSocketErrorCode: WebSocketError.NotAWebSocket or WebSocketError.UnsupportedProtocol } =>
                "it does not open a websocket",
            JsonException or FormatException or InvalidOperationException or KeyNotFoundException => "its answer cannot be read",
            _ => "the connection broke",
        };

    private static string Describe(HttpRequestError error) =>
        error switch
        {
            HttpRequestError.NameResolutionError => "its name cannot be resolved",
            HttpRequestError.ConnectionError => "it cannot be reached",
            HttpRequestError.SecureConnectionError => "no secure connection can be made to it",
            HttpRequestError.ResponseEnded => "its answer was cut off",
            HttpRequestError.ConfigurationLimitExceeded => "its answer is too long",
            HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError =>
                "its answer is not HTTP",
            _ => "the connection broke",
        };
}
