using System.Reflection;
using System.Text.Json;
using Bokgi.Host.Platform.Errors;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bokgi.Host.Platform.Json;

/// <summary>The body of a request, read as a whole so that a refusal can show the value that was wrong.</summary>
internal sealed record JsonBody<T>(T Value) : IEndpointParameterMetadataProvider
    where T : class
{
    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="RefusedInputException">It is missing, no JSON, or a field cannot be; all that cannot are named.</exception>
    /// <exception cref="BadHttpRequestException">It is not sent as JSON, or too large.</exception>
    public static async ValueTask<JsonBody<T>> BindAsync(HttpContext context)
    {
        if (context.Request is { ContentType: not null } request && !request.HasJsonContentType())
            throw NotJson();
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length == 0)
            throw RefusedInputException.Of("body", "the body is missing; send a JSON object, as /docs shows");
        if (context.Request.ContentType is null)
            throw NotJson();
        return new JsonBody<T>(Read(body.GetBuffer().AsSpan(0, (int)body.Length)));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
        foreach (var status in (int[])[StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType])
            builder.Metadata.Add(Problems.Declared(status));
    }

    private static T Read(ReadOnlySpan<byte> json)
    {
        try
        {
            if (JsonSerializer.Deserialize<T>(json, JsonFormat.Compact) is { } value)
                return value;
        }
        catch (JsonException)
        {
            JsonDiagnosis.Of(json, typeof(T)).ThrowIfAny();
            throw;
        }

        throw RefusedInputException.Of("body", "the body is null; send a JSON object, as /docs shows");
    }

    private static BadHttpRequestException NotJson() => new("not JSON", StatusCodes.Status415UnsupportedMediaType);
}
