using Bokgi.Markets;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// How many rows a market's year may have: twice its bars, since some files have rows twice. Whatever has more is damaged or made to fill
/// memory, for a file of some hundred bytes can claim billions of equal rows.
/// </summary>
internal static class RowLimit
{
    private const long FewRows = 1 << 18;
    private const long ManyRows = 1 << 21;
    private const long RowsPerByte = 64;

    /// <summary>The most rows of a file that tells neither its timeframe nor its years: those of a leap year of seconds.</summary>
    public static long OfAnything { get; } = OfYear(Timeframe.All[0], 2024);

    /// <summary>The most rows of one symbol in a year.</summary>
    public static long OfYear(Timeframe timeframe, int year) => 2 * BarsOf(timeframe, year);

    /// <summary>At how many rows a reader drops what is there twice, after <paramref name="kept"/> rows that are not.</summary>
    public static int CompactAt(int kept) => (int)Math.Min(int.MaxValue, kept + Math.Max(FewRows, kept / 2L));

    /// <summary>Refuses a file that claims more rows than so few bytes can hold of real candles, however well they are packed.</summary>
    /// <param name="name">How messages call the file.</param>
    /// <param name="rows">What it claims.</param>
    /// <param name="bytes">Its length.</param>
    /// <exception cref="LakeException">They are too many.</exception>
    public static void CheckDensity(string name, long rows, long bytes)
    {
        if (rows > ManyRows && rows / RowsPerByte > bytes)
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                FormattableString.Invariant(
                    $"{name} claims {rows:N0} rows in {bytes:N0} bytes; candles take far more; replace or remove the file"
                )
            );
    }

    /// <summary>Refuses a year file by the number of rows that it claims, and by how few bytes they are to be in.</summary>
    /// <exception cref="LakeException">They are too many.</exception>
    public static void Check(YearFile file, long rows, long bytes)
    {
        if (rows > OfYear(file.Timeframe, file.Year))
            throw new LakeException(LakeErrorKind.MalformedFile, $"{TooMany(file, "claims", rows)}; replace the file or remove it");
        CheckDensity(file.Name, rows, bytes);
    }

    /// <summary>Refuses to write a year file that nobody could read again.</summary>
    /// <exception cref="LakeException">It has too many rows.</exception>
    public static void CheckWrite(YearFile file, long rows)
    {
        if (rows > OfYear(file.Timeframe, file.Year))
            throw new LakeException(LakeErrorKind.InvalidInput, $"{TooMany(file, "would have", rows)}; check the timeframe of the rows");
    }

    private static string TooMany(YearFile file, string verb, long rows) =>
        FormattableString.Invariant(
            $"{file.Name} {verb} {rows:N0} rows; a file of a year of {file.Timeframe} candles may have {OfYear(file.Timeframe, file.Year):N0}, twice its bars"
        );

    private static long BarsOf(Timeframe timeframe, int year)
    {
        if (timeframe == Timeframe.OneMonth)
            return 12;
        var length = (DateTime.IsLeapYear(year) ? 366 : 365) * UnixTime.MicrosecondsPerDay;
        return (length + timeframe.NominalMicroseconds - 1) / timeframe.NominalMicroseconds;
    }
}
