using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// Limits the rows of a year to twice the number of its bars, because some files repeat rows. A file with more rows is damaged or is meant
/// to exhaust memory: a few hundred bytes can claim billions of equal rows.
/// </summary>
internal static class RowLimit
{
    private const long MinRowsToCompact = 1 << 18; // the least number of new rows after which duplicates are removed
    private const long MinRowsToCheck = 1 << 21; // lower row counts are not compared with the file's size
    private const long MaxRowsPerByte = 64; // no real candles are compressed as well as this

    /// <summary>The row limit of a file whose timeframe and year are unknown: that of one-second bars in a leap year.</summary>
    public static long ForUnknownFile { get; } = ForYear(Timeframe.All[0], 2024);

    /// <summary>The row limit of one symbol in a year.</summary>
    public static long ForYear(Timeframe timeframe, int year) => 2 * BarsInYear(timeframe, year);

    /// <summary>
    /// The row count at which a reader should next remove duplicates, given that <paramref name="kept"/> rows remained the last time.
    /// </summary>
    public static int NextCompactionAt(int kept) => (int)Math.Min(int.MaxValue, kept + Math.Max(MinRowsToCompact, kept / 2L));

    /// <summary>Rejects a file that claims more rows than real candles could fit into its size, however well they are compressed.</summary>
    /// <param name="name">The file's name in error messages.</param>
    /// <param name="rows">The row count that the file claims.</param>
    /// <param name="bytes">The file's size.</param>
    /// <exception cref="LakeException">There are too many rows.</exception>
    public static void CheckDensity(string name, long rows, long bytes)
    {
        if (rows > MinRowsToCheck && rows / MaxRowsPerByte > bytes)
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                FormattableString.Invariant(
                    $"{name} claims {rows:N0} rows in {bytes:N0} bytes; candles take far more; replace or remove the file"
                )
            );
    }

    /// <summary>Rejects a year file that claims too many rows for its year or for its size in bytes.</summary>
    /// <exception cref="LakeException">There are too many rows.</exception>
    public static void Check(YearFile file, long rows, long bytes)
    {
        if (rows > ForYear(file.Timeframe, file.Year))
            throw new LakeException(LakeErrorKind.MalformedFile, $"{TooMany(file, "claims", rows)}; replace the file or remove it");
        CheckDensity(file.Name, rows, bytes);
    }

    /// <summary>Refuses to write a year file that readers would reject.</summary>
    /// <exception cref="LakeException">There are too many rows.</exception>
    public static void CheckWrite(YearFile file, long rows)
    {
        if (rows > ForYear(file.Timeframe, file.Year))
            throw new LakeException(LakeErrorKind.InvalidInput, $"{TooMany(file, "would have", rows)}; check the timeframe of the rows");
    }

    private static string TooMany(YearFile file, string verb, long rows) =>
        FormattableString.Invariant(
            $"{file.Name} {verb} {rows:N0} rows; the limit for a year of {file.Timeframe} candles is {ForYear(file.Timeframe, file.Year):N0} rows, twice the number of bars in that year"
        );

    private static long BarsInYear(Timeframe timeframe, int year)
    {
        if (timeframe == Timeframe.OneMonth)
            return 12;
        var length = (DateTime.IsLeapYear(year) ? 366 : 365) * UnixTime.MicrosecondsPerDay;
        return (length + timeframe.NominalMicroseconds - 1) / timeframe.NominalMicroseconds;
    }
}
