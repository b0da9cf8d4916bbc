using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Platform.Errors;

/// <summary>Outcomes that are problems, for the handlers that meet them.</summary>
internal static class Problems
{
    private const int Longest = 60;

    /// <summary>404: nothing is there.</summary>
    /// <param name="detail">One sentence that names what was asked for and where to look.</param>
    public static ProblemHttpResult NotFound(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    /// <summary>What a route tells of itself in the OpenAPI document: that it answers this problem.</summary>
    public static ProducesResponseTypeMetadata Declared(int status) => new(status, typeof(ProblemDetails), ["application/problem+json"]);

    /// <summary>Text from outside as a message may repeat it.</summary>
    public static string Shown(string text) =>
        (
            text.Length > Longest
                ? string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest), "…")
                : text
        ).Replace("\0", "\\0", StringComparison.Ordinal);
}
