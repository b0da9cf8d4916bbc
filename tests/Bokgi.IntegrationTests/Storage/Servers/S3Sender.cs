using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>Sends responses and injects the faults of downloads.</summary>
internal static class S3Sender
{
    private const int BufferSize = 64 * 1024;

    public static async Task SendAsync(S3Call call, S3Response s3Response, S3Fault? fault)
    {
        var context = call.Context;
        var isResponseCut = fault is { CutsResponse: true };
        await using var body = Open(s3Response);
        var length = s3Response.File?.Length ?? body.Length;
        WriteHead(context, s3Response, length);
        if (isResponseCut && length == 0)
            context.Abort();
        else if (call.Request.Method != "HEAD" && length > 0)
        {
            // When a body is shorter than its Content-Length, Kestrel closes the connection after sending everything that was written.
            var sentLength = isResponseCut ? length / 2 : length;
            var flipAt = fault is not null && s3Response.File is not null ? fault.FlipAt : -1;
            await CopyAsync(body, sentLength, flipAt, context);
        }
    }

    private static Stream Open(S3Response s3Response)
    {
        if (s3Response.File is not { } part)
            return new MemoryStream(
                s3Response.Xml is null
                    ? []
                    : Encoding.UTF8.GetBytes(
                        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{s3Response.Xml.ToString(SaveOptions.DisableFormatting)}"
                    )
            );
        var file = File.OpenRead(part.Path);
        file.Position = part.Offset;
        return file;
    }

    private static void WriteHead(HttpContext context, S3Response s3Response, long length)
    {
        var response = context.Response;
        response.StatusCode = s3Response.Status;
        response.Headers["x-amz-request-id"] = context.TraceIdentifier;
        if (s3Response.Xml is not null)
            response.ContentType = "application/xml";
        if (s3Response.Status != 204)
            response.ContentLength = length;
        foreach (var (name, value) in s3Response.Headers)
            response.Headers[name] = value;
    }

    // Changes the byte at the position flipAt, unless that is negative.
    private static async Task CopyAsync(Stream body, long length, long flipAt, HttpContext context)
    {
        var buffer = new byte[BufferSize];
        for (long sent = 0; sent < length; )
        {
            var count = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(BufferSize, length - sent)), context.RequestAborted);
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
