namespace Bokgi.FakeExchange.Upbit;

/// <summary>Error responses in Upbit's format; some of its error names are numbers.</summary>
internal static class UpbitError
{
    private const string Limit = "too_many_requests";

    public static RestReply UnknownMarket { get; } = Of(StatusCodes.Status404NotFound, "Code not found");

    public static RestReply NotFound { get; } = Of(StatusCodes.Status404NotFound, "no Route matched with those values");

    public static RestReply TooManyRequests { get; } = Of(StatusCodes.Status429TooManyRequests, "Too many API requests.", Limit);

    public static RestReply Missing(string parameter) => Invalid($"{parameter} is missing");

    public static RestReply Invalid(string message) => Of(StatusCodes.Status400BadRequest, message);

    public static RestReply Blocked(int seconds) =>
        Of(StatusCodes.Status418ImATeapot, $"Too many API requests. Try again in {seconds} seconds.", Limit);

    private static RestReply Of(int status, string message, string? name = null) =>
        RestReply.Json(
            json =>
            {
                json.WriteStartObject();
                json.WriteStartObject("error");
                if (name is null)
                    json.WriteNumber("name", status);
                else
                    json.WriteString("name", name);
                json.WriteString("message", message);
                json.WriteEndObject();
                json.WriteEndObject();
            },
            status
        );
}
