using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Platform.Errors;

/// <summary>Turns exceptions into problem details, which never contain a stack trace, file path or connection string.</summary>
internal sealed partial class ProblemResponses(IProblemDetailsService writer, ILogger<ProblemResponses> log) : IExceptionHandler
{
    private const string ExchangeRetrySeconds = "5";
    private const string RetrySeconds = "1";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = ToProblem(exception);
        var (method, path) = (httpContext.Request.Method, httpContext.Request.Path);
        var id = httpContext.TraceIdentifier; // the response contains it too
        if (problem.Status == StatusCodes.Status500InternalServerError)
            LogFailure(exception, method, path, id);
        if (problem.Status == StatusCodes.Status410Gone)
            LogLost(method, path, exception.Message, id);
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            LogUnavailable(method, path, JoinReasons(exception), id);
            httpContext.Response.Headers.RetryAfter = exception is ExchangeException ? ExchangeRetrySeconds : RetrySeconds;
        }

        if (problem.Status == StatusCodes.Status429TooManyRequests)
            httpContext.Response.Headers.RetryAfter = RetrySeconds;
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await writer.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    /// <summary>Sets the title of problem details, and the detail if there is none yet.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var (request, problem) = (context.HttpContext.Request, context.ProblemDetails);
        problem.Title = Title(problem.Status) ?? problem.Title;
        problem.Detail ??= problem.Status switch
        {
            StatusCodes.Status404NotFound => $"there is nothing at {Problems.SanitizeForMessage(request.Path)}; /docs lists the routes",
            StatusCodes.Status405MethodNotAllowed =>
                $"{request.Method} is not allowed at {Problems.SanitizeForMessage(request.Path)}; /docs lists the methods",
            StatusCodes.Status408RequestTimeout => "the body arrives too slowly; send it faster",
            StatusCodes.Status413PayloadTooLarge => "the request's body is larger than this server takes; send less",
            StatusCodes.Status415UnsupportedMediaType => "the body is not JSON; send it with Content-Type: application/json",
            _ => "the request cannot be answered; /docs describes the requests",
        };
    }

    private static ProblemDetails ToProblem(Exception exception) =>
        exception switch
        {
            InvalidInputException refused => CreateValidationProblem(refused.Errors),
            _ when Outage.Describe(exception) is { } outage => CreateProblem(
                StatusCodes.Status503ServiceUnavailable,
                $"{outage}; send the request again after the seconds in Retry-After"
            ),
            LakeException lake => CreateProblem((int)lake.Kind, lake.Message), // the values of the kinds are HTTP statuses
            ExchangeException refused => CreateProblem(StatusCodes.Status422UnprocessableEntity, refused.Message),
            LostDataException lost => CreateProblem(StatusCodes.Status410Gone, lost.Message),
            ConflictException conflict => CreateProblem(StatusCodes.Status409Conflict, conflict.Message),
            BodyRejectedException body => CreateProblem(body.Status, body.Message),
            BadHttpRequestException bad => new ProblemDetails { Status = bad.StatusCode },
            OperationCanceledException => CreateProblem(StatusCodes.Status499ClientClosedRequest, "the client disconnected"),
            _ => CreateProblem(StatusCodes.Status500InternalServerError, Problems.ServerFailed),
        };

    private static HttpValidationProblemDetails CreateValidationProblem(InputErrors errors) =>
        new HttpValidationProblemDetails(
            errors
                .ListedErrors.GroupBy(error => error.Field)
                .ToDictionary(group => group.Key, group => group.Select(error => error.Message).ToArray())
        )
        {
            Status = StatusCodes.Status422UnprocessableEntity,
            Detail = errors.Summary,
        };

    // The messages of all causes: often the outer exception names the file, and the inner one the reason.
    private static string JoinReasons(Exception exception)
    {
        var reasons = new List<string>();
        foreach (var message in exception.Causes().Select(cause => cause.Message))
        {
            if (!reasons.Exists(earlier => earlier.Contains(message, StringComparison.Ordinal)))
                reasons.Add(message);
        }

        return string.Join(": ", reasons);
    }

    private static ProblemDetails CreateProblem(int status, string detail) => new() { Status = status, Detail = detail };

    // Replaces the framework's titles, so that a status has the same title whether the framework or this program responds.
    private static string? Title(int? status) =>
        status switch
        {
            StatusCodes.Status400BadRequest => "malformed data",
            StatusCodes.Status401Unauthorized => "no key",
            StatusCodes.Status403Forbidden => "forbidden",
            StatusCodes.Status404NotFound => "not found",
            StatusCodes.Status405MethodNotAllowed => "method not allowed",
            StatusCodes.Status408RequestTimeout => "too slow",
            StatusCodes.Status409Conflict => "conflict",
            StatusCodes.Status410Gone => "damaged or missing",
            StatusCodes.Status413PayloadTooLarge => "too large",
            StatusCodes.Status415UnsupportedMediaType => "not JSON",
            StatusCodes.Status422UnprocessableEntity => "invalid request",
            StatusCodes.Status429TooManyRequests => "too many requests",
            StatusCodes.Status499ClientClosedRequest => "cancelled",
            StatusCodes.Status500InternalServerError => "server error",
            StatusCodes.Status503ServiceUnavailable => "unavailable",
            _ => null,
        };

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} cannot be answered now: {Reason} (request {RequestId})")]
    private partial void LogUnavailable(string method, string path, string reason, string requestId);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} cannot be answered, because data are lost: {Reason} (request {RequestId})")]
    private partial void LogLost(string method, string path, string reason, string requestId);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed (request {RequestId})")]
    private partial void LogFailure(Exception exception, string method, string path, string requestId);
}
