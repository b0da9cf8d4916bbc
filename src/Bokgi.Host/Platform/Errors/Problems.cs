using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Platform.Errors;

internal static class Problems
{
    /// <summary>The message that clients get for an unexpected failure; the exception is only logged.</summary>
    public const string ServerFailed = "the server failed; its log says why";

    private const int Longest = 60;

    public static ProblemHttpResult NotFound(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    /// <summary>Declares in the OpenAPI document that a route returns this problem.</summary>
    public static ProducesResponseTypeMetadata Declared(int status) => new(status, typeof(ProblemDetails), ["application/problem+json"]);

    /// <summary>Text from outside, made safe to repeat in a message.</summary>
    public static string Shown(string text) =>
        (
            text.Length > Longest
                ? string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest), "…")
                : text
        ).Replace("\0", "\\0", StringComparison.Ordinal);
}
