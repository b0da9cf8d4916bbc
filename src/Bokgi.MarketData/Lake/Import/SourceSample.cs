using System.Text;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>The first rows of a file, by which is settled what its columns are.</summary>
/// <param name="File">The file's name, for errors.</param>
/// <param name="Names">What the columns are called; null when the file does not say.</param>
/// <param name="Width">How many columns there are.</param>
/// <param name="Rows">Text of the cells, row by row.</param>
internal sealed record SourceSample(string File, string[]? Names, int Width, IReadOnlyList<string[]> Rows)
{
    /// <summary>How many rows are looked at.</summary>
    public const int MostRows = 200;

    /// <summary>Where the file is, by which its name may tell the market; null where that is not known.</summary>
    public string? FullPath { get; init; }

    /// <summary>What the file says beside its rows of the zone of times.</summary>
    public ZoneMention Zone { get; init; }

    /// <summary>What is traded, as far as caller or name tell; null where they do not.</summary>
    public string? BaseOf(ImportOptions options) =>
        (options.Symbol ?? (FullPath is null ? null : SourceName.FindSymbol(FullPath)?.Symbol))?.Base;

    /// <summary>What the file says of the zone, a column of zones included.</summary>
    /// <param name="names">The columns' names as they are compared.</param>
    public ZoneMention ZoneIn(string[] names)
    {
        var place = Array.FindIndex(names, name => name is "tz" or "timezone" or "time_zone" or "zone" or "시간대");
        return place < 0
            ? Zone
            : Rows.Select(row => row[place]).Distinct().Aggregate(Zone, (said, value) => said.And(ZoneMention.OfValue(value)));
    }

    /// <summary>Whether a cell of the column holds something.</summary>
    public bool IsFilled(int column) => Rows.Any(row => !string.IsNullOrWhiteSpace(row[column]));

    /// <summary>Whether all cells of the column are numbers that are times.</summary>
    public bool IsEpoch(int column) => Rows.Count > 0 && Rows.All(row => IsEpoch(row[column], out _));

    /// <summary>Whether rows of one time have different cells in a column that is not among some.</summary>
    public bool DifferInOthers(int time, int[] known)
    {
        int[] others = [.. Enumerable.Range(0, Width).Except(known)];
        return Rows.GroupBy(row => row[time]).Any(rows => others.Any(place => rows.Select(row => row[place]).Distinct().Count() > 1));
    }

    /// <summary>A cell as a number; NaN when it holds nothing or something else.</summary>
    public double Number(int row, int column) => CellNumber.TryRead(Rows[row][column], out var number) ? number : double.NaN;

    /// <summary>Whether all cells of a column that hold something are numbers, and one does.</summary>
    public bool IsNumeric(int column) => Rows.Any(row => row[column].Length > 0) && Rows.All(row => CellNumber.TryRead(row[column], out _));

    /// <summary>
    /// Whether points in numbers may group thousands: each has three digits behind it and one to three before, of which none is a 0 alone.
    /// </summary>
    public bool MayHaveGroupingPoints
    {
        get
        {
            var numbers = Rows.SelectMany(row => row)
                .Where(cell => cell.Contains('.', StringComparison.Ordinal) && CellNumber.TryRead(cell, out _))
                .ToList();
            return numbers.Count > 0
                && numbers.TrueForAll(cell =>
                    cell.Length is >= 5 and <= 7
                    && cell.IndexOf('.', StringComparison.Ordinal) == cell.Length - 4
                    && cell[0] is >= '1' and <= '9'
                    && cell.Count(char.IsAsciiDigit) == cell.Length - 1
                );
        }
    }

    /// <summary>Whether the column holds dates alone, and another one the times of the day.</summary>
    public bool AreDateAndTime(int date, int time) => AreDates(date) && Rows.All(row => TimeText.TryReadTimeOfDay(row[time], out _));

    /// <summary>Whether the column holds dates alone.</summary>
    public bool AreDates(int place) =>
        Rows.Count > 0
        && Rows.All(row =>
            TimeText.TryRead(row[place], out _, out _, out var isDateOnly)
                ? isDateOnly
                : row[place].Length == 8 && IsEpoch(row[place], out _)
        );

    /// <summary>A cell as a time; false when it is none.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="utc">Microseconds since the Unix epoch, UTC; a time without a zone counts as UTC.</param>
    public static bool IsTime(string text, out long utc) =>
        new StampReader(string.Empty, SourceZone.Utc).TryRead(Encoding.UTF8.GetBytes(text), out utc, out _);

    /// <summary>A cell that is a number and a time.</summary>
    public static bool IsEpoch(string text, out long utc)
    {
        utc = 0;
        return text.Length > 0
            && char.IsAsciiDigit(text[0])
            && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _)
            && IsTime(text, out utc);
    }
}
