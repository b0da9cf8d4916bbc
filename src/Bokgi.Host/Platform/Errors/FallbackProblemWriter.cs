using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Bokgi.Host.Platform.Errors;

/// <summary>
/// Writes problem details as JSON to clients whose Accept header does not allow JSON; the framework would send them plain text.
/// </summary>
internal sealed class FallbackProblemWriter(IOptions<ProblemDetailsOptions> problems, IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (problem, response) = (context.ProblemDetails, context.HttpContext.Response);
        problem.Status ??= response.StatusCode;
        problems.Value.CustomizeProblemDetails?.Invoke(context);
        return new ValueTask(
            response.WriteAsJsonAsync(problem, problem.GetType(), json.Value.SerializerOptions, "application/problem+json")
        );
    }
}
