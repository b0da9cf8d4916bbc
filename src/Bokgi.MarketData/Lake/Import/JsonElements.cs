using System.Text.Json;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Reads the elements of a JSON array, or of JSON lines, one by one, so that a file of any size takes the memory of one element.
/// </summary>
/// <param name="file">The file's name, for error messages.</param>
/// <param name="stream">The file's contents; disposed with this object.</param>
/// <param name="areLines">Whether the elements are JSON lines: values that follow one another without an array around them.</param>
internal sealed class JsonElements(string file, Stream stream, bool areLines = false) : IJsonRows
{
    /// <summary>The maximum length of an element, in bytes.</summary>
    public const int MaxBytes = 256 * 1_024;

    private readonly byte[] buffer = new byte[MaxBytes];
    private JsonReaderState state = new(new JsonReaderOptions { AllowMultipleValues = areLines });
    private JsonDocument? current;
    private int start;
    private int end;
    private bool isFinalBlock;

    /// <summary>Advances to the first element.</summary>
    /// <returns>Whether the file is an array or JSON lines.</returns>
    /// <exception cref="JsonException">The file is not valid JSON.</exception>
    public bool TryBegin()
    {
        Fill();
        if (buffer.AsSpan(0, end).StartsWith("\uFEFF"u8))
            start = 3; // skips the byte order mark
        if (areLines)
            return true;
        while (true)
        {
            var reader = CreateReader();
            if (reader.Read())
            {
                Advance(reader);
                return reader.TokenType == JsonTokenType.StartArray;
            }

            Fill();
        }
    }

    /// <summary>Reads the next element, which is valid until the next call; null at the end.</summary>
    /// <exception cref="JsonException">The file is not valid JSON, or continues after the array.</exception>
    /// <exception cref="LakeException">An element is too long.</exception>
    public JsonElement? ReadNext()
    {
        current?.Dispose();
        current = null;
        while (true)
        {
            if (areLines && TrySkipToEnd())
                return null;
            var reader = CreateReader();
            if (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndArray)
                {
                    Advance(reader);
                    CheckNothingFollows();
                    return null;
                }

                if (JsonDocument.TryParseValue(ref reader, out current))
                {
                    Advance(reader);
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

    // Skips white space and returns whether the file ends after it.
    private bool TrySkipToEnd()
    {
        while (true)
        {
            if (!buffer.AsSpan(start, end - start).Trim(" \t\r\n"u8).IsEmpty)
                return false;
            if (isFinalBlock)
                return true;
            start = end;
            Fill();
        }
    }

    private Utf8JsonReader CreateReader() => new(buffer.AsSpan(start, end - start), isFinalBlock, state);

    private void Advance(in Utf8JsonReader reader)
    {
        state = reader.CurrentState;
        start += (int)reader.BytesConsumed;
    }

    // Rejects a file in which anything but white space follows the array.
    private void CheckNothingFollows()
    {
        while (true)
        {
            var reader = CreateReader();
            if (reader.Read())
                throw new JsonException("it continues after the end of the array");
            if (isFinalBlock)
                return;
            start = end; // the rest of the buffer is white space
            Fill();
        }
    }

    private void Fill()
    {
        if (isFinalBlock)
            throw new JsonException(); // the JSON is incomplete
        if (end - start == buffer.Length)
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                FormattableString.Invariant($"{file} is not valid JSON: an element is longer than {MaxBytes:N0} bytes")
            );
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        var read = stream.ReadAtLeast(buffer.AsSpan(end), buffer.Length - end, throwOnEndOfStream: false);
        isFinalBlock = read < buffer.Length - end;
        end += read;
    }
}
