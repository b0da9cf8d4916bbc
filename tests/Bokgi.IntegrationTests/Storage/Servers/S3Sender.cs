using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>Sends responses and injects the faults of downloads.</summary>
internal static class S3Sender
{
    private const int Piece = 64 * 1024;

    public static async Task SendAsync(S3Call call, S3Answer answer, S3Fault? fault)
    {
        var context = call.Context;
        var isDropped = fault is { IsAnswerDropped: true };
        await using var body = Open(answer);
        var length = answer.File?.Length ?? body.Length;
        Begin(context, answer, length);
        if (isDropped && length == 0)
            context.Abort();
        else if (call.Request.Method != "HEAD" && length > 0)
            // When a body is shorter than its Content-Length, Kestrel closes the connection after sending everything that was written.
            await CopyAsync(body, isDropped ? length / 2 : length, answer.File is null ? -1 : fault?.FlipAt ?? -1, context);
    }

    private static Stream Open(S3Answer answer)
    {
        if (answer.File is not { } part)
            return new MemoryStream(
                answer.Xml is null
                    ? []
                    : Encoding.UTF8.GetBytes(
                        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{answer.Xml.ToString(SaveOptions.DisableFormatting)}"
                    )
            );
        var file = File.OpenRead(part.Path);
        file.Position = part.Offset;
        return file;
    }

    private static void Begin(HttpContext context, S3Answer answer, long length)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.Headers["x-amz-request-id"] = context.TraceIdentifier;
        if (answer.Xml is not null)
            response.ContentType = "application/xml";
        if (answer.Status != 204)
            response.ContentLength = length;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
    }

    private static async Task CopyAsync(Stream body, long length, long flipAt, HttpContext context)
    {
        var buffer = new byte[Piece];
        for (long sent = 0; sent < length; )
        {
            var count = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(Piece, length - sent)), context.RequestAborted);
            if (count == 0)
                throw new EndOfStreamException("a test made the file shorter");
            if (flipAt >= sent && flipAt < sent + count)
                buffer[flipAt - sent] ^= 1;
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            sent += count;
        }
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
