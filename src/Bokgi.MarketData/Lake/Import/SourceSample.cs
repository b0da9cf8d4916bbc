using System.Text;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>The first rows of a file, from which the meanings of its columns are determined.</summary>
/// <param name="File">The file's name, for error messages.</param>
/// <param name="Names">The column names; null when the file does not give them.</param>
/// <param name="Width">The number of columns.</param>
/// <param name="Rows">The text of the cells, row by row.</param>
internal sealed record SourceSample(string File, string[]? Names, int Width, IReadOnlyList<string[]> Rows)
{
    /// <summary>The maximum number of rows in a sample.</summary>
    public const int MaxRows = 200;

    /// <summary>The file's path, from which the market may be read; null when unknown.</summary>
    public string? FullPath { get; init; }

    /// <summary>The time zone stated outside the file's rows.</summary>
    public ZoneMention Zone { get; init; }

    /// <summary>The base currency from the caller's options or the file's path; null when neither gives it.</summary>
    public string? FindBaseCurrency(ImportOptions options)
    {
        var symbolInPath = FullPath is null ? null : SourceName.FindSymbol(FullPath)?.Symbol;
        return (options.Symbol ?? symbolInPath)?.Base;
    }

    /// <summary>The time zone that the file states, in a column of time zones or outside its rows.</summary>
    /// <param name="names">The normalized column names.</param>
    public ZoneMention FindZone(string[] names)
    {
        var column = Array.FindIndex(names, name => name is "tz" or "timezone" or "time_zone" or "zone" or "시간대");
        return column < 0
            ? Zone
            : Rows.Select(row => row[column]).Distinct().Aggregate(Zone, (zone, value) => zone.CombineWith(ZoneMention.FromValue(value)));
    }

    /// <summary>Whether any cell of the column is not empty.</summary>
    public bool HasAnyValue(int column) => Rows.Any(row => !string.IsNullOrWhiteSpace(row[column]));

    /// <summary>Whether all cells of the column are numbers that can be times; false without rows.</summary>
    public bool IsEpoch(int column) => Rows.Count > 0 && Rows.All(row => IsEpoch(row[column], out _));

    /// <summary>Whether rows with the same time differ in a column other than the known ones.</summary>
    public bool DiffersInOtherColumns(int timeColumn, int[] knownColumns)
    {
        int[] others = [.. Enumerable.Range(0, Width).Except(knownColumns)];
        return Rows.GroupBy(row => row[timeColumn])
            .Any(rows => others.Any(column => rows.Select(row => row[column]).Distinct().Count() > 1));
    }

    /// <summary>A cell as a number; NaN when it is empty or not a number.</summary>
    public double ReadNumber(int row, int column) => CellNumber.TryRead(Rows[row][column], out var number) ? number : double.NaN;

    /// <summary>Whether all non-empty cells of a column are numbers, and at least one is not empty.</summary>
    public bool IsNumeric(int column) => Rows.Any(row => row[column].Length > 0) && Rows.All(row => CellNumber.TryRead(row[column], out _));

    /// <summary>
    /// Whether the points in numbers may be thousands separators: every number with a point has exactly three digits after the point and one to
    /// three digits before it, and does not begin with 0.
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

    /// <summary>Whether one column holds only dates and the other one times of day.</summary>
    public bool AreDateAndTime(int date, int time) => AreDates(date) && Rows.All(row => TimeText.TryReadTimeOfDay(row[time], out _));

    /// <summary>Whether the column holds only dates.</summary>
    public bool AreDates(int column) =>
        Rows.Count > 0
        && Rows.All(row =>
            TimeText.TryRead(row[column], out _, out _, out var isDateOnly)
                ? isDateOnly
                : row[column].Length == 8 && IsEpoch(row[column], out _) // 20240131
        );

    /// <summary>Parses a cell as a time.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="utc">Microseconds since the Unix epoch, UTC; a time without a zone is read as UTC.</param>
    public static bool TryReadTime(string text, out long utc) =>
        new TimestampReader(string.Empty, SourceZone.Utc).TryRead(Encoding.UTF8.GetBytes(text), out utc, out _);

    /// <summary>Parses a cell that is a number as a time.</summary>
    public static bool IsEpoch(string text, out long utc)
    {
        utc = 0;
        return text.Length > 0
            && char.IsAsciiDigit(text[0])
            && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _)
            && TryReadTime(text, out utc);
    }
}
