using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bokgi.FakeExchange;

/// <summary>A response before it is sent.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The body, UTF-8.</param>
/// <param name="ContentType">MIME type of the body.</param>
internal sealed record RestReply(int Status, ReadOnlyMemory<byte> Body, string ContentType = "application/json;charset=UTF-8")
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static RestReply Json(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
            write(json);
        return new RestReply(status, buffer.WrittenMemory);
    }

    /// <summary>An HTML page, such as a proxy in front of an exchange sends.</summary>
    public static RestReply Page(int status, string title) =>
        new(status, Encoding.UTF8.GetBytes($"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"), "text/html");
}
