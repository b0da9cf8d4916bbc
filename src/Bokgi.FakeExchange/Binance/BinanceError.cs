namespace Bokgi.FakeExchange.Binance;

/// <summary>Error responses in Binance's format.</summary>
internal static class BinanceError
{
    public static RestResponse InvalidSymbol { get; } = Create(StatusCodes.Status400BadRequest, -1121, "Invalid symbol.");

    public static RestResponse InvalidInterval { get; } = Create(StatusCodes.Status400BadRequest, -1120, "Invalid interval.");

    public static RestResponse NotFound { get; } = RestResponse.HtmlPage(StatusCodes.Status404NotFound, "404 Not Found");

    public static RestResponse TooManyRequests { get; } =
        Create(
            StatusCodes.Status429TooManyRequests,
            -1003,
            "Too much request weight used; current limit is 6000 request weight per 1 MINUTE."
        );

    public static RestResponse Banned { get; } =
        Create(
            StatusCodes.Status418ImATeapot,
            -1003,
            "Way too much request weight used; IP banned. Please use WebSocket Streams for live updates."
        );

    public static RestResponse Missing(string parameter) =>
        Create(StatusCodes.Status400BadRequest, -1102, $"Mandatory parameter '{parameter}' was not sent, was empty/null, or malformed.");

    public static RestResponse Malformed(string parameter) =>
        Create(StatusCodes.Status400BadRequest, -1100, $"Illegal characters found in parameter '{parameter}'.");

    private static RestResponse Create(int status, int code, string message) =>
        RestResponse.Json(
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
