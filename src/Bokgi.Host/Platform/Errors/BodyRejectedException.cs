namespace Bokgi.Host.Platform.Errors;

/// <summary>The server does not read the body of a request. Clients see the status and the message.</summary>
internal sealed class BodyRejectedException(int status, string detail) : Exception(detail)
{
    public int Status => status;

    public static BodyRejectedException TooLarge(long maximumBytes) =>
        new(
            StatusCodes.Status413PayloadTooLarge,
            FormattableString.Invariant($"the body is larger than this server takes for this route, {maximumBytes} bytes; send less")
        );

    public static BodyRejectedException Compressed() =>
        new(
            StatusCodes.Status415UnsupportedMediaType,
            "the body has a Content-Encoding, and this server decodes none; send it uncompressed"
        );

    public static BodyRejectedException NotJson() =>
        new(StatusCodes.Status415UnsupportedMediaType, "the body is not JSON; send it with Content-Type: application/json");

    public static BodyRejectedException NotAForm() =>
        new(
            StatusCodes.Status415UnsupportedMediaType,
            "the body is not a form that this server can read; send application/x-www-form-urlencoded"
        );

    public static BodyRejectedException TooManyBodies() =>
        new(
            StatusCodes.Status429TooManyRequests,
            "the server is reading as many request bodies as it has room for; send this one again after the seconds in Retry-After"
        );
}
