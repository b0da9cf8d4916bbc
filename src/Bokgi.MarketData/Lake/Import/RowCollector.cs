using System.Globalization;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Turns the cells of one row after the other into candles; the first cell that makes no sense refuses the file.</summary>
internal sealed class RowCollector(string file, ImportFormat format, ColumnMap map, RowIntake intake, SourceZone? zone) : IDisposable
{
    private const int LongestStamp = 100;

    private readonly StampReader stamps = new(map.TimeName, zone);
    private CandleColumns? rows = new();
    private string? symbol;
    private string? timeframe;

    /// <param name="where">The row's place as a person finds it, such as <c>line 7</c>.</param>
    /// <param name="cellAt">The text of the cell at a place; empty when it holds nothing.</param>
    public void Add(string where, Func<int, string> cellAt)
    {
        var needed = map.Needed;
        var stamp = cellAt(needed[0]);
        if (stamp.Length > LongestStamp)
            throw Refused(where, $"'{Shown(stamp)}' is not a date or time");
        if (!stamps.TryRead(stamp, out var time, out var error))
            throw Refused(where, error);
        rows!.Add(new Candle(time, Number(1), Number(2), Number(3), Number(4), Number(5)));
        intake.Take(rows, rows.Count - 1);
        if (map.Symbol >= 0)
            Claim(where, "symbol", ref symbol, cellAt(map.Symbol));
        if (map.Timeframe >= 0)
            Claim(where, "timeframe", ref timeframe, cellAt(map.Timeframe));

        double Number(int meaning) => Parse(where, map.Choices[meaning], cellAt(needed[meaning]));
    }

    /// <summary>Hands the rows over; they are the receiver's to dispose.</summary>
    public SourceRows Finish(params IEnumerable<string> warnings)
    {
        var collected = rows!;
        rows = null;
        return new SourceRows(
            format,
            map.Choices,
            collected,
            intake,
            stamps.Explanation,
            ClaimOf("symbol", symbol),
            ClaimOf("timeframe", timeframe),
            [.. warnings, .. stamps.Warning is { } warning ? [warning] : Array.Empty<string>()]
        );
    }

    public void Dispose() => rows?.Dispose();

    public LakeException Refused(string where, string error) => new(LakeErrorKind.MalformedFile, $"{file}, {where}: {error}");

    // An empty cell is a value the source does not have: it stays unknown and the bar is reported as invalid.
    private double Parse(string where, ColumnChoice column, string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text is "null" or "NULL" or "None" or "nan")
            return double.NaN;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Refused(where, $"{column.Meaning} ('{column.Source}') is '{Shown(text)}', which is not a number; write it like 1234.5");
    }

    private void Claim(string where, string meaning, ref string? claimed, string text)
    {
        var value = text.Trim();
        claimed ??= value;
        if (claimed != value)
            throw Refused(where, $"{meaning} is '{Shown(value)}' after '{Shown(claimed)}'; split the file, one {meaning} each");
    }

    private SourceClaim? ClaimOf(string meaning, string? text) =>
        string.IsNullOrEmpty(text)
            ? null
            : new SourceClaim(Shown(text), $"column '{map.Choices.First(column => column.Meaning == meaning).Source}'");

    private static string Shown(string text) => text.Length > 40 ? string.Concat(text.AsSpan(0, 40), "…") : text;
}
