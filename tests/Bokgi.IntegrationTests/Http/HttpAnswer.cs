using System.Text;
using System.Text.Json;
using Shouldly;

namespace Bokgi.IntegrationTests.Http;

/// <summary>A response of the server, read to its end.</summary>
public sealed record HttpAnswer(int Status, string? MediaType, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>Reads a response to its end.</summary>
    public static HttpAnswer FromResponse(HttpResponseMessage response, CancellationToken cancel = default)
    {
        using var body = new MemoryStream();
        response.Content.ReadAsStream(cancel).CopyTo(body);
        return new HttpAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response
                .Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
            body.ToArray()
        );
    }

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>The field of the answer at this path.</summary>
    public JsonElement this[params string[] path] => path.Aggregate(Json, (element, name) => element.GetProperty(name));

    /// <summary>Checks that the answer is a problem document with a meaningful detail.</summary>
    /// <param name="status">The expected HTTP status, which the body repeats.</param>
    /// <param name="detail">A part of the expected detail.</param>
    /// <param name="field">The field that <c>errors</c> names, for validation errors.</param>
    /// <param name="context">Added to the failure messages, such as a random seed.</param>
    public void ShouldBeProblem(int status, string detail, string? field = null, string? context = null)
    {
        Status.ShouldBe(status, context is null ? Text : $"{context}: {Text}");
        MediaType.ShouldBe("application/problem+json", context);
        this["status"].GetInt32().ShouldBe(status, context);
        this["title"].GetString().ShouldNotBeNullOrWhiteSpace(context);
        this["detail"].GetString()!.ShouldContain(detail, customMessage: context);
        if (field is not null)
            this["errors", field][0].GetString()!.ShouldContain(detail, customMessage: context);
        Text.ShouldNotContain("   at ", customMessage: context); // a stack trace
    }
}
