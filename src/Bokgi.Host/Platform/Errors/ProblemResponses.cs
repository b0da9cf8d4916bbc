using System.Text.Json;
using System.Text.RegularExpressions;
using Bokgi.Host.Platform.Database;
using Bokgi.MarketData.Lake;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Platform.Errors;

/// <summary>Turns what goes wrong in a request into problem details, here and nowhere else. No stack trace, path or connection string leaves the server.</summary>
internal sealed partial class ProblemResponses(IProblemDetailsService writer, ILogger<ProblemResponses> log) : IExceptionHandler
{
    // A client that gets everything wrong learns enough from the first of it.
    private const int Told = 20;
    private const string InvalidRequest = "invalid request";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Problem(exception);
        if (problem.Status == StatusCodes.Status500InternalServerError)
            LogFailure(exception, httpContext.Request.Method, httpContext.Request.Path);
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            LogUnavailable(httpContext.Request.Method, httpContext.Request.Path, exception.GetBaseException().Message);
            httpContext.Response.Headers.RetryAfter = "1";
        }

        httpContext.Response.StatusCode = problem.Status!.Value;
        return await writer.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    /// <summary>Fills in what the framework's own answers leave open.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var (request, problem) = (context.HttpContext.Request, context.ProblemDetails);
        problem.Detail ??= problem.Status switch
        {
            StatusCodes.Status404NotFound => $"there is nothing at {Problems.Shown(request.Path)}; /docs shows what there is",
            StatusCodes.Status405MethodNotAllowed =>
                $"{request.Method} does not go with {Problems.Shown(request.Path)}; /docs shows what does",
            StatusCodes.Status413PayloadTooLarge => "the request's body is larger than this server takes; send less",
            StatusCodes.Status415UnsupportedMediaType => "the body is not JSON; send it with Content-Type: application/json",
            _ => "the request cannot be answered; /docs shows how requests look",
        };
    }

    private static ProblemDetails Problem(Exception exception) =>
        exception switch
        {
            RefusedInputException refused => Validation([.. refused.Errors.All.Take(Told)]),
            LakeException { Kind: LakeErrorKind.Busy } busy => Of(StatusCodes.Status503ServiceUnavailable, "busy", busy.Message),
            LakeException lake => Of((int)lake.Kind, lake.Kind == LakeErrorKind.NotFound ? "not found" : "malformed data", lake.Message),
            ConflictException conflict => Of(StatusCodes.Status409Conflict, "conflict", conflict.Message),
            BadHttpRequestException { InnerException: JsonException json } => Unreadable(json),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType } bad =>
                new ProblemDetails
                {
                    Status = bad.StatusCode,
                    Title = bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too large" : "not JSON",
                },
            BadHttpRequestException bad => Unbound(bad.Message),
            _ when exception.IsDatabaseDown() => Of(
                StatusCodes.Status503ServiceUnavailable,
                "database down",
                "the database cannot be used at the moment; send the request again after the seconds in Retry-After"
            ),
            OperationCanceledException => Of(StatusCodes.Status499ClientClosedRequest, "cancelled", "the client went away"),
            _ => Of(StatusCodes.Status500InternalServerError, "server error", "the server failed; its log says why"),
        };

    private static HttpValidationProblemDetails Validation(params IReadOnlyList<(string Field, string Message)> errors) =>
        new HttpValidationProblemDetails(
            errors.GroupBy(error => error.Field).ToDictionary(group => group.Key, group => group.Select(error => error.Message).ToArray())
        )
        {
            Status = StatusCodes.Status422UnprocessableEntity,
            Title = InvalidRequest,
            Detail = string.Join("; ", errors.Select(error => error.Message)),
        };

    // The path names the field: "$.fee_rate" or an unknown one.
    private static HttpValidationProblemDetails Unreadable(JsonException json)
    {
        var field = json.Path?.TrimStart('$', '.') is { Length: > 0 } path ? Problems.Shown(path) : "body";
        var isUnknown = json.Message.Contains("could not be mapped", StringComparison.Ordinal);
        return Validation(
            (
                field,
                isUnknown
                    ? $"'{field}' is not a field of this request; see /docs"
                    : $"'{field}' cannot be read as JSON of this request; see /docs"
            )
        );
    }

    // The framework's words name a type of C#, a parameter and the text.
    private static ProblemDetails Unbound(string message)
    {
        var match = BindingFailure().Match(message);
        if (!match.Success)
            return Of(
                StatusCodes.Status422UnprocessableEntity,
                InvalidRequest,
                "the request's body is missing or cannot be read; send the JSON that /docs shows"
            );
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(match.Groups["name"].Value);
        var wanted = match.Groups["type"].Value.Contains("bool", StringComparison.Ordinal) ? "true or false" : "a whole number";
        return Validation((name, $"{name} cannot be '{Problems.Shown(match.Groups["text"].Value)}'; give {wanted}"));
    }

    private static ProblemDetails Of(int status, string title, string detail) =>
        new()
        {
            Status = status,
            Title = title,
            Detail = detail,
        };

    [GeneratedRegex(
        """^Failed to bind parameter "(?<type>\S+) (?<name>\w+)" from "(?<text>.*)"\.$""",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex BindingFailure();

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} cannot be answered now: {Reason}")]
    private partial void LogUnavailable(string method, string path, string reason);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailure(Exception exception, string method, string path);
}
