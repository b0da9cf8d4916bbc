namespace Bokgi.FakeExchange.Upbit;

/// <summary>Error responses in Upbit's format. Most errors have the HTTP status as their name.</summary>
internal static class UpbitError
{
    private const string RateLimitErrorName = "too_many_requests";

    public static RestResponse UnknownMarket { get; } = Create(StatusCodes.Status404NotFound, "Code not found");

    public static RestResponse NotFound { get; } = Create(StatusCodes.Status404NotFound, "no Route matched with those values");

    public static RestResponse TooManyRequests { get; } =
        Create(StatusCodes.Status429TooManyRequests, "Too many API requests.", RateLimitErrorName);

    public static RestResponse Missing(string parameter) => Invalid($"{parameter} is missing");

    public static RestResponse Invalid(string message) => Create(StatusCodes.Status400BadRequest, message);

    public static RestResponse Blocked(int seconds) =>
        Create(StatusCodes.Status418ImATeapot, $"Too many API requests. Try again in {seconds} seconds.", RateLimitErrorName);

    private static RestResponse Create(int status, string message, string? name = null) =>
        RestResponse.Json(
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
