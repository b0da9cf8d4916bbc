using System.Globalization;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Parses numbers as exchanges and spreadsheets write them: <c>1234.5</c>, <c>1.2e3</c>, <c>100,500,000</c>, <c>10.00K</c>; NaN for an
/// empty cell.
/// </summary>
internal static class CellNumber
{
    private const int MaxLength = 64;

    private const string Currencies = "₩$€¥";

    private static readonly string[] EmptyWords = ["null", "none", "nan", "n/a", "na", "-", "nil"];

    /// <param name="text">The cell, in UTF-8.</param>
    /// <param name="value">The number; NaN for an empty cell and for words that mean empty.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out double value)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;
        if (text.Length > MaxLength)
            return false;
        Span<char> characters = stackalloc char[MaxLength];
        var length = System.Text.Encoding.UTF8.GetChars(text, characters);
        return TryReadUnusual(characters[..length].Trim(), out value);
    }

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out double)"/>
    public static bool TryRead(string text, out double value) => TryRead(System.Text.Encoding.UTF8.GetBytes(text), out value);

    private static bool TryReadUnusual(ReadOnlySpan<char> text, out double value)
    {
        value = double.NaN;
        if (text.IsEmpty)
            return true;
        foreach (var word in EmptyWords)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        text = text.TrimStart(Currencies).TrimEnd('원').Trim();
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;
        if (text.IsEmpty)
            return false;
        var factor = text[^1] switch
        {
            'K' or 'k' => 1e3,
            'M' => 1e6,
            'B' => 1e9,
            'T' => 1e12,
            _ => 1,
        };
        var digits = factor == 1 ? text : text[..^1];
        if (digits.Contains(',') ? !IsGrouped(digits) : factor == 1)
            return false;
        if (!double.TryParse(digits, NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
            return false;
        value *= factor;
        return double.IsFinite(value);
    }

    /// <summary>
    /// Whether a number can be read in two ways: <c>2,612</c> is 2612 if the comma groups digits, but 2.612 if it is a decimal comma, as in
    /// files separated by semicolons.
    /// </summary>
    public static bool IsAmbiguous(ReadOnlySpan<byte> text)
    {
        var digits = text.Trim(" ₩$€¥원KkMBT"u8); // removes currency signs and the suffixes of TryReadUnusual
        return digits.Length is >= 5 and <= 8 // from 1,234 to -123,456
            && digits.IndexOf((byte)',') == digits.Length - 4
            && digits.IndexOf((byte)'.') < 0;
    }

    // Accepts commas that group digits, as in 1,234,567.8. Rejects 1,5, which may mean one and a half, and 0,612, which is less than one.
    private static bool IsGrouped(ReadOnlySpan<char> text)
    {
        var point = text.IndexOf('.');
        var integerPart = point < 0 ? text : text[..point];
        if (!integerPart.Contains(',') || integerPart[0] == '0')
            return false;
        for (var i = integerPart.Length - 4; i > 0; i -= 4)
        {
            if (integerPart[i] != ',')
                return false;
        }

        return integerPart[0] != ',' && integerPart.Count(',') == (integerPart.Length - 1) / 4;
    }
}
