using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bokgi.Host.Platform.Json;

/// <summary>The JSON body of a request. All bytes are read before they are parsed, so that error messages can show wrong values.</summary>
internal sealed record JsonBody<T>(T Value) : IEndpointParameterMetadataProvider
    where T : class
{
    /// <exception cref="InvalidInputException">The body is missing or not JSON, or has invalid fields.</exception>
    /// <exception cref="BodyRejectedException">The body is not sent as JSON or is too large, or the memory budget is used up.</exception>
    public static async ValueTask<JsonBody<T>> BindAsync(HttpContext context)
    {
        if (context.Request is { ContentType: not null } request && !request.HasJsonContentType())
            throw BodyRejectedException.NotJson();
        if (context.Features.Get<BodyShare>() is not { } share)
            throw Missing(); // RequestBodyLimits gives every request that can have a body its share of the memory budget
        var limit = BodyLimit.Of(context).BytesOf(context.RequestServices.GetRequiredService<HostSettings>());
        using var body = await PooledBody.ReadAsync(context, limit, share);
        if (body.Bytes.Length == 0)
            throw Missing();
        if (context.Request.ContentType is null)
            throw BodyRejectedException.NotJson();
        // ParseAsync passes in the same body and share, so that the lambda captures nothing.
        return new JsonBody<T>(
            await share.ParseAsync(body, (bodyToParse, shareToCharge) => Read(bodyToParse.Bytes, shareToCharge), context.RequestAborted)
        );
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
        foreach (var status in (int[])[StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType])
            builder.Metadata.Add(Problems.ResponseMetadata(status));
    }

    private static T Read(ReadOnlySpan<byte> json, BodyShare share)
    {
        share.Take(JsonMeasure.Measure(json).MaximumParsedBytes);
        JsonDiagnosis.FindErrors(json, typeof(T)).ThrowIfAny();
        try
        {
            return JsonSerializer.Deserialize<T>(json, JsonFormat.Compact)
                ?? throw InvalidInputException.ForField("body", "the body is null; send a JSON object, as /docs shows");
        }
        catch (JsonException)
        {
            throw InvalidInputException.ForField("body", "the body does not have the form of this request; /docs shows it");
        }
    }

    private static InvalidInputException Missing() =>
        InvalidInputException.ForField("body", "the body is missing; send a JSON object, as /docs shows");
}
