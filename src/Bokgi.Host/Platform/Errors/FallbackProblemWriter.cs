using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Bokgi.Host.Platform.Errors;

/// <summary>Writes problem details even for clients that accept only something else; the framework would send plain text.</summary>
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
