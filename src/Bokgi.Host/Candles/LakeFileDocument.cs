namespace Bokgi.Host.Candles;

/// <summary>
/// One file of the lake. Gaps is the number of missing bars (not of gaps) between the file's first bar and its last; source is the exchange
/// from which the file was collected, <c>synthetic</c>, or null if unknown.
/// </summary>
internal sealed record LakeFileDocument(
    string Symbol,
    string Timeframe,
    int Year,
    long Rows,
    string? First,
    string? Last,
    long Size,
    string Modified,
    long Gaps,
    string? Source,
    IReadOnlyList<string> Issues
)
{
    public static LakeFileDocument Of(LakeFile file) =>
        new(
            file.Symbol.Code,
            file.Timeframe.Name,
            file.Year,
            file.Rows,
            file.FirstUtc is { } first ? UnixTime.Format(first) : null,
            file.LastUtc is { } last ? UnixTime.Format(last) : null,
            file.Bytes,
            file.ModifiedUtc.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            MissingBars(file),
            file.Source,
            file.Issues
        );

    // An estimate from the footer alone. The footer's row count includes duplicate rows, and each of them hides one missing bar.
    private static long MissingBars(LakeFile file) =>
        file is { FirstUtc: { } first, LastUtc: { } last } ? Math.Max(0, 1 + file.Timeframe.BarsBetween(first, last) - file.Rows) : 0;
}
