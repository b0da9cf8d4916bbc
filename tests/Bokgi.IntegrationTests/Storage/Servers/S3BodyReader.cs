using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Bokgi.IntegrationTests.Storage.Servers;

/// <summary>Reads the lines and the content of a request's body, and injects the fault that a test has planned for the upload.</summary>
internal sealed class S3BodyReader(HttpContext context, S3Fault? fault)
{
    private const int BufferSize = 64 * 1024;
    private const int MaxLineLength = 4096;

    private readonly PipeReader input = context.Request.BodyReader;
    private long contentBytesRead;

    /// <summary>Reads a line and returns it without its line break; null at the end of the body.</summary>
    public async Task<string?> ReadLineAsync()
    {
        while (true)
        {
            var result = await input.ReadAsync(context.RequestAborted);
            if (TakeLine(result.Buffer) is { } line)
                return line;
            if (result.IsCompleted || result.Buffer.Length > MaxLineLength)
                return result.Buffer.IsEmpty ? null : throw CreateIncompleteBodyError();
            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>Reads content and passes it to a function, one buffer at a time.</summary>
    /// <param name="length">How many bytes to read; null for all to the end of the body.</param>
    /// <param name="consume">Called with each buffer.</param>
    public async Task ReadContentAsync(long? length, Func<ReadOnlyMemory<byte>, Task> consume)
    {
        var remaining = length ?? long.MaxValue;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (remaining > 0)
            {
                var result = await input.ReadAsync(context.RequestAborted);
                var part = result.Buffer.Slice(0, Math.Min(remaining, Math.Min(BufferSize, result.Buffer.Length)));
                part.CopyTo(buffer);
                var size = (int)part.Length;
                input.AdvanceTo(part.End);
                if (size == 0 && result.IsCompleted)
                    break;
                InjectFault(buffer.AsSpan(0, size));
                await consume(buffer.AsMemory(0, size));
                remaining -= size;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (length is not null && remaining > 0)
            throw CreateIncompleteBodyError();
    }

    private static S3Error CreateIncompleteBodyError() =>
        new("IncompleteBody", 400, "You did not provide the number of bytes specified by the Content-Length HTTP header.");

    private string? TakeLine(ReadOnlySequence<byte> buffer)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
            return null;
        var line = Encoding.UTF8.GetString(buffer.Slice(0, end)).TrimEnd('\r');
        input.AdvanceTo(buffer.GetPosition(1, end));
        return line;
    }

    private void InjectFault(Span<byte> bytes)
    {
        if (fault is not null && fault.FlipAt >= contentBytesRead && fault.FlipAt < contentBytesRead + bytes.Length)
            bytes[(int)(fault.FlipAt - contentBytesRead)] ^= 1;
        contentBytesRead += bytes.Length;
        if (fault is null || contentBytesRead < fault.CutAt)
            return;
        context.Abort();
        throw new OperationCanceledException("the test cuts the connection here");
    }
}
