namespace Bokgi.Host.Reports.Html;

/// <summary>Formats numbers for people: ratios in percent, times in KST.</summary>
internal static class ReportNumbers
{
    public const string NoValue = "–";

    /// <summary>The CSS class of a gain.</summary>
    public const string GainClass = "g";

    /// <summary>The CSS class of a loss.</summary>
    public const string LossClass = "l";

    private const double ScientificFormatThreshold = 1e12;
    private const int SignificantDigits = 6;

    /// <summary>A share, in percent, without a plus sign.</summary>
    public static string Percent(double? fraction, int digits = 2) => Number(fraction * 100, digits, "%", isSigned: false);

    /// <summary>A gain or loss, in percent, with its sign.</summary>
    public static string Change(double? fraction, int digits = 2) => Number(fraction * 100, digits, "%", isSigned: true);

    public static string Ratio(double? value) => Number(value, 2, string.Empty, isSigned: false);

    /// <summary>An amount of money with as many decimals as its size needs: none from 1,000 on.</summary>
    public static string Money(double? value) => Number(value, Decimals(value, 4), string.Empty, isSigned: false);

    /// <summary>A gain or loss of money, with its sign; decimals as in <see cref="Money"/>.</summary>
    public static string Gain(double? value) => Number(value, Decimals(value, 4), string.Empty, isSigned: true);

    /// <summary>A price with at least six significant digits.</summary>
    public static string Price(double value) => Number(value, Decimals(value, SignificantDigits), string.Empty, isSigned: false);

    public static string Count(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? NoValue;

    /// <summary>A parameter or setting, unrounded.</summary>
    public static string Unrounded(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Time(long utc) => ToKoreanTime(utc).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static DateTime ToKoreanTime(long utc) => UnixTime.ToDateTime(utc + KoreanTime.OffsetMicroseconds);

    /// <summary>
    /// The CSS class of a number: <see cref="GainClass"/>, <see cref="LossClass"/>, otherwise <c>z</c>, which has no colour.
    /// </summary>
    public static string SignClass(double? value) =>
        value switch
        {
            > 0 => GainClass,
            < 0 => LossClass,
            _ => "z",
        };

    private static string Number(double? value, int digits, string unit, bool isSigned)
    {
        if (value is not { } number || !double.IsFinite(number))
            return NoValue;
        var size = Math.Abs(number);
        var text =
            size >= ScientificFormatThreshold
                ? size.ToString("0.##E+0", CultureInfo.InvariantCulture)
                : size.ToString($"N{digits}", CultureInfo.InvariantCulture);
        var isRoundedToZero = !text.AsSpan().ContainsAnyInRange('1', '9');
        var sign =
            isRoundedToZero ? string.Empty
            : number < 0 ? "−"
            : isSigned ? "+"
            : string.Empty;
        return string.Concat(sign, text, unit);
    }

    private static int Decimals(double? value, int significant)
    {
        var size = Math.Abs(value ?? 0);
        return size > 0 && double.IsFinite(size) ? Math.Clamp(significant - 1 - (int)Math.Floor(Math.Log10(size)), 0, 12) : 0;
    }
}
