using System.Text.Json;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// The elements of a JSON array, or the values of JSON lines, one after the other, so that a file of any length takes the memory of one of
/// them.
/// </summary>
/// <param name="file">Its name, for errors.</param>
/// <param name="stream">Its contents, disposed with this.</param>
/// <param name="areLines">Whether the values stand behind one another, in no array.</param>
internal sealed class JsonElements(string file, Stream stream, bool areLines = false) : IJsonRows
{
    /// <summary>The longest element, in bytes.</summary>
    public const int MostBytes = 256 * 1_024;

    private readonly byte[] buffer = new byte[MostBytes];
    private JsonReaderState state = new(new JsonReaderOptions { AllowMultipleValues = areLines });
    private JsonDocument? current;
    private int start;
    private int end;
    private bool isLast;

    /// <summary>Steps into the array.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public bool TryBegin()
    {
        Fill();
        if (buffer.AsSpan(0, end).StartsWith("\uFEFF"u8))
            start = 3;
        if (areLines)
            return true;
        while (true)
        {
            var reader = Reader();
            if (reader.Read())
            {
                Keep(reader);
                return reader.TokenType == JsonTokenType.StartArray;
            }

            Fill();
        }
    }

    /// <summary>Gives the next element, which is valid until the one after it is asked for; null at the end.</summary>
    /// <exception cref="JsonException">It is no JSON, or goes on after the array.</exception>
    /// <exception cref="LakeException">An element is too long.</exception>
    public JsonElement? Next()
    {
        current?.Dispose();
        current = null;
        while (true)
        {
            if (areLines && IsAtEnd())
                return null;
            var reader = Reader();
            if (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndArray)
                {
                    Keep(reader);
                    ReadEnd();
                    return null;
                }

                if (JsonDocument.TryParseValue(ref reader, out current))
                {
                    Keep(reader);
                    return current.RootElement;
                }
            }

            Fill();
        }
    }

    public void Dispose()
    {
        current?.Dispose();
        stream.Dispose();
    }

    private bool IsAtEnd()
    {
        while (true)
        {
            if (!buffer.AsSpan(start, end - start).Trim(" \t\r\n"u8).IsEmpty)
                return false;
            if (isLast)
                return true;
            start = end;
            Fill();
        }
    }

    private Utf8JsonReader Reader() => new(buffer.AsSpan(start, end - start), isLast, state);

    private void Keep(in Utf8JsonReader reader)
    {
        state = reader.CurrentState;
        start += (int)reader.BytesConsumed;
    }

    private void ReadEnd()
    {
        while (true)
        {
            var reader = Reader();
            if (reader.Read())
                throw new JsonException("it goes on after the end of the array");
            if (isLast)
                return;
            start = end; // white space
            Fill();
        }
    }

    private void Fill()
    {
        if (isLast)
            throw new JsonException();
        if (end - start == buffer.Length)
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                FormattableString.Invariant($"{file} is not whole JSON: an element is longer than {MostBytes:N0} bytes")
            );
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        var read = stream.ReadAtLeast(buffer.AsSpan(end), buffer.Length - end, throwOnEndOfStream: false);
        isLast = read < buffer.Length - end;
        end += read;
    }
}
