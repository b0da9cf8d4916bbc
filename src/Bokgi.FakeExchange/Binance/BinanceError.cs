namespace Bokgi.FakeExchange.Binance;

/// <summary>Error responses in Binance's format.</summary>
internal static class BinanceError
{
    public static RestReply InvalidSymbol { get; } = Of(StatusCodes.Status400BadRequest, -1121, "Invalid symbol.");

    public static RestReply InvalidInterval { get; } = Of(StatusCodes.Status400BadRequest, -1120, "Invalid interval.");

    public static RestReply NotFound { get; } = RestReply.Page(StatusCodes.Status404NotFound, "404 Not Found");

    public static RestReply TooManyRequests { get; } =
        Of(StatusCodes.Status429TooManyRequests, -1003, "Too much request weight used; current limit is 6000 request weight per 1 MINUTE.");

    public static RestReply Banned { get; } =
        Of(
            StatusCodes.Status418ImATeapot,
            -1003,
            "Way too much request weight used; IP banned. Please use WebSocket Streams for live updates."
        );

    public static RestReply Missing(string parameter) =>
        Of(StatusCodes.Status400BadRequest, -1102, $"Mandatory parameter '{parameter}' was not sent, was empty/null, or malformed.");

    public static RestReply Malformed(string parameter) =>
        Of(StatusCodes.Status400BadRequest, -1100, $"Illegal characters found in parameter '{parameter}'.");

    private static RestReply Of(int status, int code, string message) =>
        RestReply.Json(
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("code", code);
                json.WriteString("msg", message);
                json.WriteEndObject();
            },
            status
        );
}
