using System.Text.Json;
using Bokgi.MarketData.Lake;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Platform.Errors;

/// <summary>Turns what goes wrong in a request into problem details, here and nowhere else. No stack trace, path or connection string leaves the server.</summary>
internal sealed class ProblemResponses(IProblemDetailsService writer, ILogger<ProblemResponses> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Problem(exception);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
            log.LogError(exception, "{Method} {Path} failed", httpContext.Request.Method, httpContext.Request.Path);
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await writer.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    private static ProblemDetails Problem(Exception exception) =>
        exception switch
        {
            RefusedInputException refused => Validation(refused.Errors),
            LakeException { Kind: LakeErrorKind.Busy } busy => Of(StatusCodes.Status503ServiceUnavailable, "busy", busy.Message),
            LakeException lake => Of((int)lake.Kind, lake.Kind == LakeErrorKind.NotFound ? "not found" : "malformed data", lake.Message),
            ConflictException conflict => Of(StatusCodes.Status409Conflict, "conflict", conflict.Message),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Of(
                StatusCodes.Status413PayloadTooLarge,
                "too large",
                "the request's body is larger than this server takes; send less"
            ),
            BadHttpRequestException { InnerException: JsonException json } => Unreadable(json),
            BadHttpRequestException bad => Of(StatusCodes.Status422UnprocessableEntity, "invalid request", bad.Message),
            OperationCanceledException => Of(StatusCodes.Status499ClientClosedRequest, "cancelled", "the client went away"),
            _ => Of(StatusCodes.Status500InternalServerError, "server error", "the server failed; its log says why"),
        };

    private static HttpValidationProblemDetails Validation(InputErrors errors) =>
        new HttpValidationProblemDetails(
            errors
                .All.GroupBy(error => error.Field)
                .ToDictionary(group => group.Key, group => group.Select(error => error.Message).ToArray())
        )
        {
            Status = StatusCodes.Status422UnprocessableEntity,
            Title = "invalid request",
            Detail = string.Join("; ", errors.All.Select(error => error.Message)),
        };

    // The path names the field: "$.fee_rate" or an unknown one.
    private static HttpValidationProblemDetails Unreadable(JsonException json)
    {
        var field = json.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : "body";
        var reason = json.Message.Contains("could not be mapped", StringComparison.Ordinal)
            ? $"'{field}' is not a field of this request; see /docs"
            : $"'{field}' cannot be read as JSON of this request; see /docs";
        return new HttpValidationProblemDetails(new Dictionary<string, string[]> { [field] = [reason] })
        {
            Status = StatusCodes.Status422UnprocessableEntity,
            Title = "invalid request",
            Detail = reason,
        };
    }

    private static ProblemDetails Of(int status, string title, string detail) =>
        new()
        {
            Status = status,
            Title = title,
            Detail = detail,
        };
}
