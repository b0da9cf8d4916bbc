using System.Globalization;
using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads the cells of one time column, and remembers which zone they turned out to be in and why.</summary>
internal sealed class StampReader(string column, SourceZone? asked)
{
    // A number's size tells its unit: each range is 1973-03-03 to the year 5138 in that unit.
    private static readonly (decimal Below, decimal PerMicrosecond, string Unit)[] EpochUnits =
    [
        (1e11m, 1e-6m, "seconds"),
        (1e14m, 1e-3m, "milliseconds"),
        (1e17m, 1m, "microseconds"),
        (1e20m, 1e3m, "nanoseconds"),
    ];

    private readonly SourceZone? ofColumn = SourceZone.OfColumn(column);
    private readonly List<string> reasons = [];
    private bool isAskedUsed;

    /// <summary>Microseconds ahead of UTC of a stamp without a zone.</summary>
    public long ZonelessOffset => (ofColumn ?? asked ?? SourceZone.Kst).OffsetMicroseconds;

    /// <summary>How the stamps read so far were understood.</summary>
    public string Explanation => string.Join("; ", reasons);

    /// <summary>What the caller asked for and did not get.</summary>
    public string? Warning =>
        asked is not null && !isAskedUsed && reasons.Count > 0 ? $"--zone {asked.Name} was not applied: {Explanation}" : null;

    public bool TryRead(string text, out long utc, out string error)
    {
        var stamp = text.Trim();
        if (decimal.TryParse(stamp, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return TryReadEpoch(stamp, number, out utc, out error);

        if (!KoreanTime.TryParse(WithDashes(stamp), ZonelessOffset, out utc, out _, out error))
            return false;
        if (HasZone(stamp))
            RememberZoned();
        else
            RememberZoneless();
        return true;
    }

    /// <summary>Reads a number by its size.</summary>
    public bool TryReadEpoch(string text, decimal number, out long utc, out string error)
    {
        var (_, perMicrosecond, unit) = Array.Find(EpochUnits, candidate => number < candidate.Below);
        if (number < 1e8m || unit is null)
        {
            utc = 0;
            error = $"'{text}' is not a time; numbers must be seconds, milliseconds, microseconds or nanoseconds since 1970";
            return false;
        }

        utc = (long)decimal.Round(number / perMicrosecond);
        error = string.Empty;
        Remember($"epoch {unit} are UTC");
        return true;
    }

    /// <summary>Notes that stamps with a zone of their own were met.</summary>
    public void RememberZoned() => Remember("stamps carry a zone");

    /// <summary>Notes that stamps without a zone were met, which lie <see cref="ZonelessOffset"/> ahead of UTC.</summary>
    public void RememberZoneless() => Remember(OfZoneless());

    private static bool HasZone(string stamp) => stamp.Length > 10 && stamp.AsSpan(10).IndexOfAny("+-Zz") >= 0;

    // 2024/01/31 can only mean one thing, unlike 01/02/2024.
    private static string WithDashes(string stamp) =>
        stamp.Length >= 10 && stamp[4] == '/' && stamp[7] == '/' ? stamp.Replace('/', '-') : stamp;

    private string OfZoneless()
    {
        if (ofColumn is not null)
            return $"column '{column}' says {ofColumn.Name}";
        isAskedUsed = asked is not null;
        return asked is not null
            ? $"stamps without a zone are read as {asked.Name}, as asked"
            : "stamps without a zone are taken as KST; say --zone UTC if they are not";
    }

    private void Remember(string reason)
    {
        if (reasons.Count == 0 || !reasons.Contains(reason))
            reasons.Add(reason);
    }
}
