using System.Globalization;
using System.Text;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads the cells of a time column, and remembers which zone they turned out to be in and why.</summary>
/// <param name="column">Its name, which may speak of a zone.</param>
/// <param name="asked">The zone that the caller says.</param>
/// <param name="ofFile">The zone that the file itself says.</param>
internal sealed class StampReader(string column, SourceZone? asked, SourceZone? ofFile = null)
{
    private const int Longest = 64;

    // A number's size tells its unit: each range is 1973-03-03 to the year 5138 in that unit.
    private static readonly (double Below, long Microseconds, long PerMicrosecond, string Unit)[] EpochUnits =
    [
        (1e11, 1_000_000, 1, "seconds"),
        (1e14, 1_000, 1, "milliseconds"),
        (1e17, 1, 1, "microseconds"),
        (1e20, 1, 1_000, "nanoseconds"),
    ];

    private readonly SourceZone? ofColumn = ZoneMention.OfColumn(column).Zone;
    private readonly bool[] wasEpoch = new bool[EpochUnits.Length];
    private bool wasCompact;
    private bool wasZoned;
    private bool wasZoneless;

    /// <summary>Microseconds ahead of UTC of a stamp without a zone.</summary>
    public long ZonelessOffset => (ofColumn ?? asked ?? ofFile ?? SourceZone.Kst).OffsetMicroseconds;

    /// <summary>Whether a stamp was met whose zone is a guess: it has none, and neither its column nor the caller tells one.</summary>
    public bool IsGuessed => wasZoneless && (ofColumn ?? asked ?? ofFile) is null;

    /// <summary>How the stamps read so far were understood.</summary>
    public string Explanation => string.Join("; ", Reasons());

    /// <summary>What the caller asked for and did not get.</summary>
    public string? Warning =>
        asked is not null && !(wasZoneless && ofColumn is null) && Explanation.Length > 0
            ? $"--zone {asked.Name} was not applied: {Explanation}"
            : null;

    /// <summary>Reads a cell.</summary>
    /// <param name="cell">A number, a date, or a date and a time, in UTF-8.</param>
    /// <param name="utc">Microseconds since the Unix epoch, UTC.</param>
    /// <param name="error">One sentence that names the cell and the remedy; empty when it was read.</param>
    public bool TryRead(ReadOnlySpan<byte> cell, out long utc, out string error)
    {
        Span<char> letters = stackalloc char[Longest];
        var text = Text(cell, letters);
        error = string.Empty;
        if (
            !text.IsEmpty
            && char.IsAsciiDigit(text[0])
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        )
            return TryReadNumber(text, number, out utc, out error);
        if (TimeText.TryRead(text, out var local, out var offset, out _))
        {
            utc = local - Offset(offset);
            return true;
        }

        utc = 0;
        error = $"'{Shown(cell)}' is not a date or time; write it as 2024-01-31, 2024-01-31T09:00 (KST) or 2024-01-31T00:00Z";
        return false;
    }

    /// <summary>Reads a date and a time of the day that stand in two cells.</summary>
    public bool TryRead(ReadOnlySpan<byte> date, ReadOnlySpan<byte> time, out long utc, out string error)
    {
        Span<char> letters = stackalloc char[Longest];
        utc = 0;
        error = string.Empty;
        if (!TryReadDate(Text(date, letters), out var local))
            error = $"'{Shown(date)}' is not a date; write it as 2024-01-31";
        else if (!TimeText.TryReadTimeOfDay(Text(time, letters), out var ofDay))
            error = $"'{Shown(time)}' is not a time of the day; write it as 09:00";
        else
            utc = local + ofDay - Offset(null);
        return error.Length == 0;
    }

    /// <summary>Reads a number by its size.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public long ReadEpoch(double number) =>
        TryReadNumber(number.ToString("R", CultureInfo.InvariantCulture), number, out var utc, out var error)
            ? utc
            : throw new InvalidDataException(error);

    /// <inheritdoc cref="ReadEpoch(double)"/>
    public long ReadEpoch(long number) =>
        TryReadNumber(number.ToString(CultureInfo.InvariantCulture), number, out var utc, out var error)
            ? utc
            : throw new InvalidDataException(error);

    /// <summary>Refuses a column of which some numbers are dates and others epochs: what is meant is neither.</summary>
    /// <exception cref="LakeException">It is such a column.</exception>
    public void RefuseMixture(string file)
    {
        if (wasCompact && wasEpoch.Any(met => met))
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{file}: some of its times read as dates in digits and others as epochs; write them as 2024-01-31T09:00"
            );
    }

    /// <summary>Notes that stamps with a zone of their own were met.</summary>
    public void RememberZoned() => wasZoned = true;

    /// <summary>Notes that stamps without a zone were met, which lie <see cref="ZonelessOffset"/> ahead of UTC.</summary>
    public void RememberZoneless() => wasZoneless = true;

    private static bool TryReadDate(ReadOnlySpan<char> text, out long local) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits < 100_000_000
            ? TimeText.TryReadCompact(digits, out local)
            : TimeText.TryRead(text, out local, out _, out var isDateOnly) && isDateOnly;

    private bool TryReadNumber(ReadOnlySpan<char> text, double number, out long utc, out string error)
    {
        error = string.Empty;
        if (number == Math.Floor(number) && number < 1e15 && TimeText.TryReadCompact((long)number, out var local))
        {
            utc = local - Offset(null);
            wasCompact = true;
            return true;
        }

        var unit = Array.FindIndex(EpochUnits, candidate => number < candidate.Below);
        if (!(number >= 1e8) || unit < 0)
        {
            utc = 0;
            error =
                $"'{text}' is not a time; numbers must be seconds, milliseconds, microseconds or nanoseconds since 1970, or digits such as 20240131 and 20240131090000";
            return false;
        }

        wasEpoch[unit] = true;
        var (_, microseconds, parts, _) = EpochUnits[unit];
        utc = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
            ? (whole / parts * microseconds) + (whole % parts * 2 >= parts ? 1 : 0) // exact: a double has too few digits for nanoseconds
            : (long)Math.Round(number * microseconds / parts);
        return true;
    }

    private long Offset(long? own)
    {
        if (own is { } told)
        {
            wasZoned = true;
            return told;
        }

        wasZoneless = true;
        return ZonelessOffset;
    }

    private IEnumerable<string> Reasons()
    {
        for (var unit = 0; unit < EpochUnits.Length; unit++)
        {
            if (wasEpoch[unit])
                yield return $"epoch {EpochUnits[unit].Unit} are UTC";
        }

        if (wasZoned)
            yield return "stamps carry a zone";
        if (wasZoneless)
            yield return ofColumn is not null ? $"column '{column}' says {ofColumn.Name}"
            : asked is not null ? $"stamps without a zone are read as {asked.Name}, as asked"
            : ofFile is not null ? $"the file says {ofFile.Name}"
            : "stamps without a zone are taken as KST; say --zone UTC if they are not";
    }

    private static ReadOnlySpan<char> Text(ReadOnlySpan<byte> cell, Span<char> letters) =>
        cell.Length <= letters.Length ? letters[..Encoding.UTF8.GetChars(cell, letters)].Trim() : default;

    private static string Shown(ReadOnlySpan<byte> cell) =>
        ShownCell.Of(Encoding.UTF8.GetString(cell.Length > 200 ? cell[..200] : cell).Trim());
}
