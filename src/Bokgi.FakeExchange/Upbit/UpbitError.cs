namespace Bokgi.FakeExchange.Upbit;

/// <summary>Error responses in Upbit's format; some of its error names are numbers.</summary>
internal static class UpbitError
{
    public static RestReply UnknownMarket { get; } = Of(StatusCodes.Status404NotFound, "Code not found");

    public static RestReply NoSuchPage { get; } = Of(StatusCodes.Status404NotFound, "no Route matched with those values");

    public static RestReply TooMany { get; } = Named(StatusCodes.Status429TooManyRequests, "too_many_requests", "Too many API requests.");

    public static RestReply Missing(string parameter) => Invalid($"{parameter} is missing");

    public static RestReply Invalid(string message) => Of(StatusCodes.Status400BadRequest, message);

    public static RestReply Blocked(int seconds) =>
        Named(StatusCodes.Status418ImATeapot, "too_many_requests", $"Too many API requests. Try again in {seconds} seconds.");

    private static RestReply Of(int status, string message) =>
        RestReply.Json(
            json =>
            {
                json.WriteStartObject();
                json.WriteStartObject("error");
                json.WriteNumber("name", status);
                json.WriteString("message", message);
                json.WriteEndObject();
                json.WriteEndObject();
            },
            status
        );

    private static RestReply Named(int status, string name, string message) =>
        RestReply.Json(
            json =>
            {
                json.WriteStartObject();
                json.WriteStartObject("error");
                json.WriteString("name", name);
                json.WriteString("message", message);
                json.WriteEndObject();
                json.WriteEndObject();
            },
            status
        );
}
