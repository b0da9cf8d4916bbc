using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bokgi.Host.Platform.Json;

/// <summary>A JSON body that the client may omit; otherwise like <see cref="JsonBody{T}"/>.</summary>
internal sealed record OptionalJsonBody<T>(T? Value) : IEndpointParameterMetadataProvider
    where T : class
{
    public static async ValueTask<OptionalJsonBody<T>> BindAsync(HttpContext context)
    {
        var isAbsent = context.Request.ContentLength is null or 0 && !context.Request.Headers.ContainsKey("Transfer-Encoding");
        return new OptionalJsonBody<T>(isAbsent ? null : (await JsonBody<T>.BindAsync(context)).Value);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        JsonBody<T>.PopulateMetadata(parameter, builder);
        var accepted = builder.Metadata.OfType<AcceptsMetadata>().Single();
        builder.Metadata.Remove(accepted);
        builder.Metadata.Add(new AcceptsMetadata([.. accepted.ContentTypes], accepted.RequestType, isOptional: true));
    }
}
