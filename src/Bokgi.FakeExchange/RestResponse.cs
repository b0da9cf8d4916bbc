using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bokgi.FakeExchange;

/// <summary>A response before it is sent.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The body, UTF-8.</param>
/// <param name="ContentType">MIME type of the body.</param>
internal sealed record RestResponse(int Status, ReadOnlyMemory<byte> Body, string ContentType = "application/json;charset=UTF-8")
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static RestResponse Json(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
            write(json);
        return new RestResponse(status, buffer.WrittenMemory);
    }

    /// <summary>An HTML page like the error pages of a proxy in front of an exchange.</summary>
    public static RestResponse HtmlPage(int status, string title) =>
        new(status, Encoding.UTF8.GetBytes($"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"), "text/html");
}
