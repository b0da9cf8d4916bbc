using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Platform.Errors;

internal static class Problems
{
    /// <summary>The message that clients get for an unexpected failure; the exception is only logged.</summary>
    public const string ServerFailed = "the server failed; its log says why";

    private const int MaximumShownLength = 60;

    public static ProblemHttpResult NotFound(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    public static ProblemHttpResult TooMany(HttpContext context, int retryAfterSeconds, string detail)
    {
        context.Response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status429TooManyRequests, title: "too many requests");
    }

    /// <summary>Writes the response directly, for middleware, which cannot return a result.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Detail = detail };
        await context
            .RequestServices.GetRequiredService<IProblemDetailsService>()
            .TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }

    public static ProducesResponseTypeMetadata ResponseMetadata(int status) =>
        new(status, typeof(ProblemDetails), ["application/problem+json"]);

    /// <summary>Text from a client in a form that a message can repeat: shortened, without NUL.</summary>
    public static string SanitizeForMessage(string text)
    {
        if (text.Length > MaximumShownLength)
        {
            var splitsCharacter = char.IsHighSurrogate(text[MaximumShownLength - 1]);
            text = string.Concat(text.AsSpan(0, splitsCharacter ? MaximumShownLength - 1 : MaximumShownLength), "…");
        }

        return text.Replace("\0", "\\0", StringComparison.Ordinal);
    }
}
