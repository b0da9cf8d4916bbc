using System.Text.Json;
using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>Stores the collection record in a file beside the year files, hidden from programs that look for Parquet.</summary>
internal static class CollectionRecordFile
{
    public const string FileName = ".collected.json";

    // Enough for tens of thousands of ranges; a market's record has a few.
    private const long MaxBytes = 4 << 20;

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>Reads the record of a folder; null when it is missing or damaged, in which case all ranges are requested again.</summary>
    public static CollectionRecord? Read(string folder)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, FileName));
            if (file is { Exists: true, Length: > MaxBytes })
                return null;
            var document = JsonSerializer.Deserialize<Document>(File.ReadAllBytes(file.FullName), Format);
            if (document?.Source is not { } source)
                return null;
            var record = new CollectionRecord(source, [], ParseTime(document.Begins), ParseTime(document.LastSuccess), document.Trouble);
            return record.WithCovered([.. (document.Asked ?? []).Select(ParseRange)]); // merges and sorts the ranges
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes the record; the caller must hold the folder's lock.</summary>
    public static void Write(string folder, CollectionRecord record)
    {
        var document = new Document(
            record.Source,
            [.. record.CoveredRanges.Select(range => new[] { UnixTime.Format(range.StartUtc), UnixTime.Format(range.EndUtc) })],
            FormatTime(record.BeginsUtc),
            FormatTime(record.LastSuccessUtc),
            record.Error
        );
        AtomicFile.Replace(
            Path.Combine(folder, FileName),
            path => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(document, Format))
        );
    }

    private static string? FormatTime(long? utc) => utc is { } time ? UnixTime.Format(time) : null;

    private static TimeRange ParseRange(string[]? range) =>
        range is [var from, var to] && ParseTime(from) is { } startUtc && ParseTime(to) is { } endUtc
            ? new TimeRange(startUtc, endUtc)
            : throw new FormatException("a range does not have two times");

    private static long? ParseTime(string? text) =>
        text is null ? null
        : KoreanTime.TryParse(text, out var utc, out var error) ? utc
        : throw new FormatException(error);

    // Persisted as JSON: never rename the members. Asked holds the covered ranges, and Trouble the error of the last collection.
    private sealed record Document(string? Source, string[][]? Asked, string? Begins, string? LastSuccess, string? Trouble);
}
