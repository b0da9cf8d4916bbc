using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Determines which column holds the open times of bars, by its name and by comparison with other time columns.</summary>
internal static class TimeChoice
{
    private const long QuarterHour = 900 * UnixTime.MicrosecondsPerSecond;

    // In order of preference. Upbit's `timestamp` is the time of the last trade, so the names of Upbit's candle times come first.
    private static readonly string[] Names =
    [
        "candle_date_time_utc",
        "candle_date_time_kst",
        "캔들기준시간",
        "open_time",
        "opentime",
        "open_time_ms",
        "time_open",
        "timestamp",
        "datetime",
        "date_time",
        "time",
        "date",
        "일시",
        "시각",
        "시간",
        "날짜",
        "일자",
        "unix",
        "unix_timestamp",
        "unix_time",
        "unixtime",
        "epoch",
        "ts",
        "t",
        "gmt_time",
        "local_time",
        "period_start",
        "start",
        "start_time",
        "index_level_0",
        "index",
        "unnamed:_0",
        "기준시간",
        "체결시간",
    ];

    private static readonly string[] DateNames = ["date", "day", "일자", "날짜"];
    private static readonly string[] TimeOfDayNames = ["time", "hour", "시간", "시각", "체결시간"];

    /// <summary>Whether a normalized name means a time.</summary>
    public static bool IsTime(string name) => RankOf(name) >= 0;

    /// <param name="sample">The first rows.</param>
    /// <param name="names">The normalized column names.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="notes">Receives what the user should know about the choice.</param>
    /// <returns>
    /// The index of the column with times or dates, or -1 if there is none; and the index of a separate column with the time of day, or -1 if
    /// there is none.
    /// </returns>
    /// <exception cref="LakeException">Two columns contradict each other.</exception>
    public static (int Time, int TimeOfDay) Find(SourceSample sample, string[] names, ImportOptions options, List<string> notes)
    {
        var (date, timeOfDay) = (FindFirst(names, DateNames), FindFirst(names, TimeOfDayNames));
        if (date >= 0 && timeOfDay >= 0 && sample.AreDateAndTime(date, timeOfDay))
            return (date, timeOfDay);
        if (date >= 0 && timeOfDay >= 0 && sample.AreDates(date) && sample.Rows.All(row => IsBareNumber(row[timeOfDay])))
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{sample.File}: '{Excerpt(sample, timeOfDay)}' holds times of day in an unclear form, such as '{CellExcerpt.Sanitize(sample.Rows.First(row => !TimeText.TryReadTimeOfDay(row[timeOfDay], out _))[timeOfDay])}'; write them as 09:00"
            );
        int[] timeColumns =
        [
            .. Enumerable
                .Range(0, names.Length)
                .Where(column => IsTime(names[column]) && (sample.Rows.Count == 0 || sample.HasAnyValue(column)))
                .OrderBy(column => RankOf(names[column])),
        ];
        if (timeColumns.Length == 0)
        {
            var isFirstUnnamed = names.Length > 0 && names[0].Length == 0; // as the index that pandas writes
            return (isFirstUnnamed ? 0 : ChooseFallback(sample, names), -1);
        }

        var time = timeColumns[0];
        foreach (var other in timeColumns[1..])
            time = ChooseMoreCertain(sample, time, other, options, notes);
        return (time, -1);
    }

    // The column to use if no time column has values: the id column if it holds epoch seconds, as in Huobi's rows; else an empty time column,
    // or -1.
    private static int ChooseFallback(SourceSample sample, string[] names)
    {
        var (time, id) = (FindFirst(names, Names), Array.IndexOf(names, "id"));
        return time < 0 && id >= 0 && sample.IsEpoch(id) ? id : time;
    }

    // Returns the column, of two, that more certainly holds the open times.
    private static int ChooseMoreCertain(SourceSample sample, int current, int other, ImportOptions options, List<string> notes)
    {
        var (isEpoch, isOtherEpoch) = (sample.IsEpoch(current), sample.IsEpoch(other));
        if (isEpoch == isOtherEpoch)
        {
            if (AreCloseTimes(sample, current, other, areEpochs: isEpoch, options))
                return NoteChoice(sample, other, current, "is a bar later, when the bar closes", notes);
            var onlyOtherHasZone = !isEpoch && !HasZone(sample, current) && HasZone(sample, other);
            return onlyOtherHasZone && !AreCloseTimes(sample, other, current, areEpochs: false, options)
                ? NoteChoice(sample, other, current, "has no zone", notes)
                : current;
        }

        var (epoch, text) = isEpoch ? (current, other) : (other, current);
        if (ZoneMention.FromColumnName(sample.Names![text]).Zone is not null)
            return current;
        if (text == current && sample.Rows.All(row => !TimeText.TryRead(row[text], out _, out _, out _)))
            return NoteChoice(sample, epoch, text, "is not a date in a known form", notes);
        return FindZoneShifts(sample, epoch, text, options) is { } shifts
            ? PreferEpoch(sample, (epoch, text), shifts, options, notes)
            : current;
    }

    // Prefers an epoch column to a text column without a zone, whose zone would be a guess.
    private static int PreferEpoch(
        SourceSample sample,
        (int Epoch, int Text) columns,
        HashSet<long> shifts,
        ImportOptions options,
        List<string> notes
    )
    {
        var difference = shifts.FirstOrDefault(shift => shift != 0);
        if (difference == 0)
            return columns.Epoch;
        var zone = options.Zone is null ? SourceZone.Kst : SourceZone.Parse(options.Zone);
        if (shifts.Count == 1 && difference == SmallestSpacing(sample, columns.Epoch))
        {
            var (epochName, textName) = (Excerpt(sample, columns.Epoch), Excerpt(sample, columns.Text));
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{sample.File}: '{epochName}' lies a bar after '{textName}' read as {zone.Name}; either it holds the times at which bars close, or '{textName}' is in another zone. Specify --columns time=NAME with the one that holds the open times"
            );
        }

        var hours = FormattableString.Invariant($"{difference / (4.0 * QuarterHour):+0.##;-0.##} hours away");
        return NoteChoice(sample, columns.Epoch, columns.Text, $"read as {zone.Name} would be {hours}", notes);
    }

    private static int NoteChoice(SourceSample sample, int chosen, int other, string why, List<string> notes)
    {
        notes.Add($"the times are those of '{Excerpt(sample, chosen)}'; '{Excerpt(sample, other)}' {why}");
        return chosen;
    }

    // How far the epoch times are after the times in a text column without a zone, in microseconds: one distance, or two. Null unless they are
    // multiples of 15 minutes, as between time zones: any other distance means that the epoch is the time of the last trade.
    private static HashSet<long>? FindZoneShifts(SourceSample sample, int epoch, int text, ImportOptions options)
    {
        var zone = options.Zone is null ? SourceZone.Kst : SourceZone.Parse(options.Zone);
        var shifts = new HashSet<long>();
        foreach (var row in sample.Rows)
        {
            if (!SourceSample.IsEpoch(row[epoch], out var utc))
                return null;
            if (!TimeText.TryRead(row[text], out var local, out var offset, out _) || offset is not null)
                return null;
            shifts.Add(utc - (local - zone.OffsetMicroseconds));
        }

        return shifts.Count is 1 or 2 && shifts.All(shift => shift % QuarterHour == 0) ? shifts : null; // two with daylight saving time
    }

    // Whether closeColumn holds the close times of bars, and openColumn their open times: one constant distance of a bar's length. If rows are
    // missing from the file, the spacing of its rows is longer than a bar, so two epoch columns may also lie less than the spacing apart. Two
    // text columns may not, because their distance may be the difference between two time zones.
    private static bool AreCloseTimes(SourceSample sample, int closeColumn, int openColumn, bool areEpochs, ImportOptions options)
    {
        if (SmallestSpacing(sample, closeColumn) is not { } spacing)
            return false;
        var length = options.Timeframe?.NominalMicroseconds ?? spacing;
        var differences = new HashSet<long>();
        foreach (var row in sample.Rows)
        {
            if (!SourceSample.TryReadTime(row[closeColumn], out var close) || !SourceSample.TryReadTime(row[openColumn], out var open))
                return false;
            differences.Add(close - open);
        }

        return differences.Count == 1
            && differences.Single() is > 0 and var distance
            && (distance == length || (areEpochs && distance <= spacing));
    }

    // The smallest distance between the times of consecutive rows, in microseconds.
    private static long? SmallestSpacing(SourceSample sample, int column)
    {
        var smallest = long.MaxValue;
        long? previous = null;
        foreach (var row in sample.Rows)
        {
            if (!SourceSample.TryReadTime(row[column], out var time))
                return null;
            if (previous is { } previousTime && time != previousTime)
                smallest = Math.Min(smallest, Math.Abs(time - previousTime));
            previous = time;
        }

        return smallest == long.MaxValue ? null : smallest;
    }

    private static bool IsBareNumber(string cell) => cell.Length is > 0 and <= 6 && cell.All(char.IsAsciiDigit);

    // Whether the column's name or every cell contains a time zone.
    private static bool HasZone(SourceSample sample, int column) =>
        ZoneMention.FromColumnName(sample.Names![column]).Zone is not null
        || (
            sample.Rows.Count > 0
            && sample.Rows.All(row => TimeText.TryRead(row[column], out _, out var offset, out _) && offset is not null)
        );

    // Ignores a time zone at the end of a name: datetime_utc.
    private static int RankOf(string name)
    {
        var rank = Array.IndexOf(Names, name);
        foreach (var zone in (string[])["_utc", "_kst", "_gmt"])
        {
            if (rank < 0 && name.EndsWith(zone, StringComparison.Ordinal))
                rank = Array.IndexOf(Names, name[..^zone.Length]);
        }

        return rank;
    }

    private static int FindFirst(string[] names, string[] wanted) =>
        wanted.Select(name => Array.IndexOf(names, name)).FirstOrDefault(column => column >= 0, -1);

    private static string Excerpt(SourceSample sample, int column) => CellExcerpt.Sanitize(sample.Names![column]);
}
