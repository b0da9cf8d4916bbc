using System.Globalization;
using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Parses dates and times, year first, as exchanges, spreadsheets and people write them: <c>2024-01-31 09:00:00</c>, <c>2024.1.31</c>,
/// <c>2024/01/31 오후 3:00</c>, <c>2024-01-31T00:00:00.123Z</c>, <c>2024-01-31 00:00:00 UTC</c>, <c>2024-01-31 05-PM</c>,
/// <c>20240131T090000Z</c>, <c>2024년 1월 31일 9시 00분</c>.
/// </summary>
internal ref struct TimeText
{
    private static readonly (string Name, long Offset)[] Zones =
    [
        ("UTC", 0),
        ("GMT", 0),
        ("KST", KoreanTime.OffsetMicroseconds),
        ("JST", KoreanTime.OffsetMicroseconds),
        ("Z", 0),
    ];

    private ReadOnlySpan<char> rest; // the text that is not read yet

    private TimeText(ReadOnlySpan<char> text) => rest = text;

    /// <param name="text">The cell.</param>
    /// <param name="local">The time as written, ignoring its zone, in microseconds since the Unix epoch.</param>
    /// <param name="offset">The stated offset from UTC, in microseconds, positive when ahead; null when the text has none.</param>
    /// <param name="isDateOnly">Whether the text is only a date.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out long local, out long? offset, out bool isDateOnly)
    {
        var reader = new TimeText(text.Trim());
        (local, offset, isDateOnly) = (0, null, false);
        if (!reader.TryReadDate(out var date))
            return false;
        if (!reader.rest.IsEmpty && reader.rest[0] is 'T' or 't')
            reader.rest = reader.rest[1..];
        else
            reader.SkipBlanks();
        isDateOnly = reader.rest.IsEmpty;
        var time = 0L;
        if (!isDateOnly && !reader.TryReadTime(out time))
            return false;
        reader.SkipBlanks();
        if (!reader.TryReadZone(out offset))
            return false;
        local = date + time;
        return true;
    }

    /// <summary>
    /// Reads a separate time of day: <c>09:00</c>, <c>오후 3:00:00</c>, or only digits, as in <c>9</c>, <c>0900</c> and <c>090000</c>.
    /// </summary>
    public static bool TryReadTimeOfDay(ReadOnlySpan<char> text, out long microseconds)
    {
        var reader = new TimeText(text.Trim());
        if (reader.rest.Length is 1 or 2 or 4 or 6 && reader.rest.IndexOfAnyExceptInRange('0', '9') < 0)
            return reader.TryReadDigits(reader.rest.Length, out microseconds);
        return reader.TryReadTime(out microseconds) && reader.rest.IsEmpty;
    }

    /// <summary>
    /// Reads digits as a date, or date and time: <c>20240131</c>, <c>2024013109</c>, <c>202401310900</c>, <c>20240131090000</c>.
    /// </summary>
    public static bool TryReadCompact(long digits, out long local)
    {
        local = 0;
        var time = 0L; // hhmmss; the digits become yyyymmdd
        switch (digits)
        {
            case >= 19_000_101 and <= 29_991_231:
                break;
            case >= 2_000_010_100 and <= 2_999_123_123: // epoch seconds stay below these until 2033
                (digits, time) = (digits / 100, digits % 100 * 10_000);
                break;
            case >= 190_001_010_000 and <= 299_912_312_359:
                (digits, time) = (digits / 10_000, digits % 10_000 * 100);
                break;
            case >= 19_000_101_000_000 and <= 29_991_231_235_959:
                (digits, time) = (digits / 1_000_000, digits % 1_000_000);
                break;
            default:
                return false;
        }

        return TryReadDate((int)(digits / 10_000), (int)(digits / 100 % 100), (int)(digits % 100), out local)
            && TryAddTimeOfDay((int)(time / 10_000), (int)(time / 100 % 100), (int)(time % 100), ref local);
    }

    private static bool TryAddTimeOfDay(int hour, bool? isPm, int minute, int second, ref long time)
    {
        if (isPm is not { } isAfternoon)
            return TryAddTimeOfDay(hour, minute, second, ref time);
        return hour is >= 1 and <= 12 && TryAddTimeOfDay((hour % 12) + (isAfternoon ? 12 : 0), minute, second, ref time);
    }

    private static bool TryAddTimeOfDay(int hour, int minute, int second, ref long time)
    {
        time += ((hour * 3_600L) + (minute * 60) + second) * UnixTime.MicrosecondsPerSecond;
        return hour < 24 && minute < 60 && second < 60;
    }

    private static bool TryReadDate(int year, int month, int day, out long time)
    {
        time = 0;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        time = UnixTime.FromDateTime(new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc));
        return true;
    }

    private bool TryReadDate(out long time)
    {
        time = 0;
        if (rest.Length > 8 && rest[..8].IndexOfAnyExceptInRange('0', '9') < 0)
        {
            var digits = int.Parse(rest[..8], CultureInfo.InvariantCulture);
            rest = rest[8..];
            return TryReadDate(digits / 10_000, digits / 100 % 100, digits % 100, out time);
        }

        if (!TryReadNumber(4, 4, out var year) || !TryReadSeparator('년', out var firstSeparator) || !TryReadNumber(1, 2, out var month))
            return false;
        if (rest.IsEmpty)
            return TryReadDate(year, month, 1, out time); // a month without a day: 2024-01
        if (!TryReadSeparator('월', out var secondSeparator) || firstSeparator != secondSeparator || !TryReadNumber(1, 2, out var day))
            return false;
        if (firstSeparator == '년' && !TrySkip('일'))
            return false;
        if (firstSeparator == '.')
            TrySkip('.'); // "2024. 1. 31."
        if (rest is ['(', _, ')', ..])
            rest = rest[3..]; // "2024-01-31(수)"
        return TryReadDate(year, month, day, out time);
    }

    // Both separators of a date must match; 년 and 월 count as equal.
    private bool TryReadSeparator(char korean, out char separator)
    {
        SkipBlanks();
        separator = rest.IsEmpty ? '\0' : rest[0];
        if (separator is not ('-' or '/' or '.') && separator != korean)
            return false;
        if (separator == korean)
            separator = '년';
        rest = rest[1..];
        SkipBlanks();
        return true;
    }

    private bool TryReadTime(out long time)
    {
        time = 0;
        var digitCount = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : rest.Length;
        if (digitCount is 4 or 6)
            return TryReadDigits(digitCount, out time);
        var isPm = ReadAmPm();
        SkipBlanks();
        var length = rest.Length;
        if (!TryReadNumber(1, 2, out var hour))
            return false;
        var isBareHour = rest.IsEmpty && length == 2; // "2024-01-31 09"
        if (TrySkip('시'))
            return TryReadKoreanTime(hour, isPm, out time);
        var (minute, second) = (0, 0);
        var hasMinutes = TrySkip(':');
        if (hasMinutes && !TryReadNumber(2, 2, out minute))
            return false;
        if (hasMinutes && TrySkip(':') && !TryReadNumber(2, 2, out second))
            return false;
        if (hasMinutes && (TrySkip('.') || TrySkip(',')) && !TryReadFraction(out time))
            return false;
        var isDashed = !hasMinutes && TrySkip('-'); // "05-PM"
        if (!isDashed)
            SkipBlanks();
        isPm ??= ReadAmPm();
        if (isPm is null && !hasMinutes && !isBareHour)
            return false;
        return TryAddTimeOfDay(hour, isPm, minute, second, ref time);
    }

    // "9", "0900" and "090000".
    private bool TryReadDigits(int count, out long time)
    {
        time = 0;
        var digits = int.Parse(rest[..count], CultureInfo.InvariantCulture);
        rest = rest[count..];
        var hhmmss = count switch
        {
            <= 2 => digits * 10_000,
            <= 4 => digits * 100,
            _ => digits,
        };
        return TryAddTimeOfDay(hhmmss / 10_000, hhmmss / 100 % 100, hhmmss % 100, ref time);
    }

    // "9시 00분 00초"; minutes and seconds may be missing.
    private bool TryReadKoreanTime(int hour, bool? isPm, out long time)
    {
        time = 0;
        SkipBlanks();
        var (minute, second) = (0, 0);
        if (!rest.IsEmpty && char.IsAsciiDigit(rest[0]) && (!TryReadNumber(1, 2, out minute) || !TrySkip('분')))
            return false;
        SkipBlanks();
        if (!rest.IsEmpty && char.IsAsciiDigit(rest[0]) && (!TryReadNumber(1, 2, out second) || !TrySkip('초')))
            return false;
        return TryAddTimeOfDay(hour, isPm, minute, second, ref time);
    }

    // 오전 or 오후, AM or PM; null when there is none.
    private bool? ReadAmPm()
    {
        foreach (
            var (word, isAfternoon) in ((string, bool)[])
                [("오전", false), ("오후", true), ("AM", false), ("PM", true), ("a.m.", false), ("p.m.", true)]
        )
        {
            if (!rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                continue;
            rest = rest[word.Length..];
            return isAfternoon;
        }

        return null;
    }

    private bool TryReadFraction(out long microseconds)
    {
        microseconds = 0;
        var digits = 0;
        for (; digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++)
        {
            if (digits < 6)
                microseconds = (microseconds * 10) + (rest[digits] - '0');
        }

        rest = rest[digits..];
        for (var i = digits; i < 6; i++)
            microseconds *= 10;
        return digits is > 0 and <= 9;
    }

    // An offset ("+09:00", "+0900", "+9", "GMT+0900") or a zone's name, or both if they agree ("+0000 UTC"). A location may follow an offset:
    // "+09:00[Asia/Seoul]".
    private bool TryReadZone(out long? offset)
    {
        offset = null;
        if (rest.Length > 3 && rest[3] is '+' or '-' && (rest.StartsWith("UTC") || rest.StartsWith("GMT")))
            rest = rest[3..];
        if (!rest.IsEmpty && rest[0] is '+' or '-')
        {
            var isBehind = rest[0] == '-';
            rest = rest[1..];
            if (!TryReadNumber(1, 2, out var hours))
                return false;
            var minutes = 0;
            var hasMinutes = TrySkip(':') || (!rest.IsEmpty && char.IsAsciiDigit(rest[0]));
            if (hasMinutes && !TryReadNumber(2, 2, out minutes))
                return false;
            if (hours > 14 || minutes >= 60)
                return false;
            offset = ((hours * 60L) + minutes) * (isBehind ? -60 : 60) * UnixTime.MicrosecondsPerSecond;
            SkipBlanks();
            if (rest is ['[', .., ']'])
                return true;
        }

        if (rest.IsEmpty)
            return true;
        foreach (var (name, ahead) in Zones)
        {
            if (!rest.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            if (offset is not null && offset != ahead)
                return false;
            offset = ahead;
            return true;
        }

        return false;
    }

    private bool TryReadNumber(int minDigits, int maxDigits, out int number)
    {
        number = 0;
        var digits = 0;
        for (; digits < maxDigits && digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++)
            number = (number * 10) + (rest[digits] - '0');
        if (digits < minDigits)
            return false;
        rest = rest[digits..];
        return rest.IsEmpty || !char.IsAsciiDigit(rest[0]) || maxDigits == 2; // after two digits, more may follow, as in +0900
    }

    private bool TrySkip(char wanted)
    {
        if (rest.IsEmpty || rest[0] != wanted)
            return false;
        rest = rest[1..];
        return true;
    }

    private void SkipBlanks() => rest = rest.TrimStart();
}
