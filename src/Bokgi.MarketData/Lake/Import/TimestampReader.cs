using System.Globalization;
using System.Text;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads the cells of a time column, and remembers in which time zone it read them and why.</summary>
/// <param name="column">The column's name, which may contain a time zone.</param>
/// <param name="requestedZone">The time zone that the caller gives.</param>
/// <param name="fileZone">The time zone that the file states.</param>
internal sealed class TimestampReader(string column, SourceZone? requestedZone, SourceZone? fileZone = null)
{
    private const int MaxLength = 64;

    // A number's magnitude determines its unit. The range of each unit begins at a thousandth of its bound, Below, and covers the times from
    // 1973-03-03 to the year 5138.
    private static readonly (double Below, long MicrosecondsPerUnit, long UnitsPerMicrosecond, string Unit)[] EpochUnits =
    [
        (1e11, 1_000_000, 1, "seconds"),
        (1e14, 1_000, 1, "milliseconds"),
        (1e17, 1, 1, "microseconds"),
        (1e20, 1, 1_000, "nanoseconds"),
    ];

    private readonly SourceZone? columnZone = ZoneMention.FromColumnName(column).Zone;
    private readonly bool[] hasSeenEpoch = new bool[EpochUnits.Length];
    private bool hasSeenCompact; // a number that is a date in digits, such as 20240131
    private bool hasSeenZoned;
    private bool hasSeenZoneless;

    /// <summary>The offset from UTC, in microseconds, with which times without a zone are read; positive is ahead of UTC.</summary>
    public long ZonelessOffset => (columnZone ?? requestedZone ?? fileZone ?? SourceZone.Kst).OffsetMicroseconds;

    /// <summary>
    /// Whether the zone of a time had to be guessed: neither the time itself, its column, the caller nor the file gives one.
    /// </summary>
    public bool IsGuessed => hasSeenZoneless && (columnZone ?? requestedZone ?? fileZone) is null;

    /// <summary>How the times read so far were interpreted.</summary>
    public string Explanation => string.Join("; ", ListReasons());

    /// <summary>A message that the time zone given by the caller was not applied; null if it was applied or none was given.</summary>
    public string? Warning
    {
        get
        {
            var isApplied = hasSeenZoneless && columnZone is null;
            return requestedZone is not null && !isApplied && Explanation.Length > 0
                ? $"--zone {requestedZone.Name} was not applied: {Explanation}"
                : null;
        }
    }

    /// <summary>Reads a cell.</summary>
    /// <param name="cell">A number, a date, or a date and a time, in UTF-8.</param>
    /// <param name="utc">Microseconds since the Unix epoch, UTC.</param>
    /// <param name="error">One sentence that names the cell and the remedy; empty on success.</param>
    public bool TryRead(ReadOnlySpan<byte> cell, out long utc, out string error)
    {
        Span<char> characters = stackalloc char[MaxLength];
        var text = Decode(cell, characters);
        error = string.Empty;
        if (
            !text.IsEmpty
            && char.IsAsciiDigit(text[0])
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        )
            return TryReadNumber(text, number, out utc, out error);
        if (TimeText.TryRead(text, out var local, out var offset, out _))
        {
            utc = local - RecordOffset(offset);
            return true;
        }

        utc = 0;
        error = $"'{Excerpt(cell)}' is not a date or time; write it as 2024-01-31, 2024-01-31T09:00 (KST) or 2024-01-31T00:00Z";
        return false;
    }

    /// <summary>Reads a date and a time of day from two cells.</summary>
    public bool TryRead(ReadOnlySpan<byte> date, ReadOnlySpan<byte> time, out long utc, out string error)
    {
        Span<char> characters = stackalloc char[MaxLength];
        utc = 0;
        error = string.Empty;
        if (!TryReadDate(Decode(date, characters), out var local))
            error = $"'{Excerpt(date)}' is not a date; write it as 2024-01-31";
        else if (!TimeText.TryReadTimeOfDay(Decode(time, characters), out var timeOfDay))
            error = $"'{Excerpt(time)}' is not a time of day; write it as 09:00";
        else
            utc = local + timeOfDay - RecordOffset(statedOffset: null);
        return error.Length == 0;
    }

    /// <summary>Reads a number as a time, with the unit determined by its magnitude.</summary>
    /// <exception cref="InvalidDataException">The number is not a time.</exception>
    public long ReadEpoch(double number) =>
        TryReadNumber(number.ToString("R", CultureInfo.InvariantCulture), number, out var utc, out var error)
            ? utc
            : throw new InvalidDataException(error);

    /// <inheritdoc cref="ReadEpoch(double)"/>
    public long ReadEpoch(long number) =>
        TryReadNumber(number.ToString(CultureInfo.InvariantCulture), number, out var utc, out var error)
            ? utc
            : throw new InvalidDataException(error);

    /// <summary>
    /// Rejects a column in which some numbers were read as dates and others as epoch times, because one of the two readings must be wrong.
    /// </summary>
    /// <exception cref="LakeException">The column contains both.</exception>
    public void RejectMixedFormats(string file)
    {
        if (hasSeenCompact && hasSeenEpoch.Any(hasSeen => hasSeen))
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{file}: some of its times look like dates in digits and others like epochs; write them as 2024-01-31T09:00"
            );
    }

    /// <summary>Records that times with their own zone were read.</summary>
    public void MarkZoned() => hasSeenZoned = true;

    /// <summary>Records that times without a zone were read, with <see cref="ZonelessOffset"/>.</summary>
    public void MarkZoneless() => hasSeenZoneless = true;

    private static bool TryReadDate(ReadOnlySpan<char> text, out long local) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits < 100_000_000
            ? TimeText.TryReadCompact(digits, out local)
            : TimeText.TryRead(text, out local, out _, out var isDateOnly) && isDateOnly;

    private bool TryReadNumber(ReadOnlySpan<char> text, double number, out long utc, out string error)
    {
        error = string.Empty;
        if (number == Math.Floor(number) && number < 1e15 && TimeText.TryReadCompact((long)number, out var local))
        {
            utc = local - RecordOffset(statedOffset: null);
            hasSeenCompact = true;
            return true;
        }

        var unitIndex = Array.FindIndex(EpochUnits, candidate => number < candidate.Below);
        if (!(number >= 1e8) || unitIndex < 0) // 1e8 seconds is 1973-03-03; the negation also rejects NaN
        {
            utc = 0;
            error =
                $"'{text}' is not a time; numbers must be seconds, milliseconds, microseconds or nanoseconds since 1970, or digits such as 20240131 and 20240131090000";
            return false;
        }

        hasSeenEpoch[unitIndex] = true;
        var (_, microsecondsPerUnit, unitsPerMicrosecond, _) = EpochUnits[unitIndex];
        // Whole numbers are converted, and rounded, without a double, which has too few digits for nanoseconds.
        utc = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var units)
            ? (units / unitsPerMicrosecond * microsecondsPerUnit) + (units % unitsPerMicrosecond * 2 >= unitsPerMicrosecond ? 1 : 0)
            : (long)Math.Round(number * microsecondsPerUnit / unitsPerMicrosecond);
        return true;
    }

    // Returns the offset of a time, and records whether the time states it.
    private long RecordOffset(long? statedOffset)
    {
        if (statedOffset is { } offset)
        {
            hasSeenZoned = true;
            return offset;
        }

        hasSeenZoneless = true;
        return ZonelessOffset;
    }

    private IEnumerable<string> ListReasons()
    {
        for (var unitIndex = 0; unitIndex < EpochUnits.Length; unitIndex++)
        {
            if (hasSeenEpoch[unitIndex])
                yield return $"epoch {EpochUnits[unitIndex].Unit} are UTC";
        }

        if (hasSeenZoned)
            yield return "the times include a zone";
        if (hasSeenZoneless)
            yield return columnZone is not null ? $"column '{column}' says {columnZone.Name}"
            : requestedZone is not null ? $"times without a zone are read as {requestedZone.Name}, as asked"
            : fileZone is not null ? $"the file says {fileZone.Name}"
            : "times without a zone are read as KST; specify --zone UTC if they are not";
    }

    private static ReadOnlySpan<char> Decode(ReadOnlySpan<byte> cell, Span<char> characters) =>
        cell.Length <= characters.Length ? characters[..Encoding.UTF8.GetChars(cell, characters)].Trim() : default;

    private static string Excerpt(ReadOnlySpan<byte> cell) =>
        CellExcerpt.Sanitize(Encoding.UTF8.GetString(cell.Length > 200 ? cell[..200] : cell).Trim());
}
