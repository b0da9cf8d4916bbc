using System.Buffers;
using System.Text.Json;

namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>Reads the decompressed body of a response up to a limit, because a compressed megabyte can expand to a gigabyte.</summary>
internal static class ResponseBody
{
    /// <summary>Enough for any list of candles, trades or prices.</summary>
    public const int DefaultBytes = 4 << 20;

    /// <summary>Enough for the list of all markets with their rules.</summary>
    public const int MarketListBytes = 32 << 20;

    /// <summary>The maximum number of bytes read from the body of an error response.</summary>
    public const int ErrorBytes = 64 << 10;

    // Limits the memory of the parsed document, in which each value takes twelve bytes, however short its text is.
    private const int MaxValues = 4_000_000;

    /// <summary>Reads a body to its end.</summary>
    /// <exception cref="TransientException">The body is longer than <paramref name="maxBytes"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancel)
    {
        var body = await ReadStartAsync(content, maxBytes + 1, cancel);
        return body.Length <= maxBytes
            ? body
            : throw new TransientException(
                FormattableString.Invariant($"its answer is longer than the {maxBytes:N0} bytes that are allowed")
            );
    }

    /// <summary>Reads a body, at most its first <paramref name="maxBytes"/> bytes.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadStartAsync(HttpContent content, int maxBytes, CancellationToken cancel)
    {
        await using var stream = await content.ReadAsStreamAsync(cancel);
        var body = new ArrayBufferWriter<byte>();
        while (body.WrittenCount < maxBytes)
        {
            var buffer = body.GetMemory(Math.Min(1 << 16, maxBytes - body.WrittenCount));
            var read = await stream.ReadAsync(buffer[..Math.Min(buffer.Length, maxBytes - body.WrittenCount)], cancel);
            if (read == 0)
                break;
            body.Advance(read);
        }

        return body.WrittenMemory;
    }

    /// <summary>Parses a body.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    /// <exception cref="FormatException">The body has more values than any valid response.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span);
        for (var values = 0; reader.Read(); values++)
        {
            if (values == MaxValues)
                throw new FormatException(FormattableString.Invariant($"it has more than {MaxValues:N0} values"));
        }

        return JsonDocument.Parse(body);
    }
}
