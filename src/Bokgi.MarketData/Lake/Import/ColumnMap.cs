namespace Bokgi.MarketData.Lake.Import;

/// <summary>Which column of a file is which: by what the caller says, the names that exchanges, pandas and people use, and the first rows.</summary>
internal sealed class ColumnMap
{
    public const string Time = "time";

    private const string UnnamedIndex = "(first, unnamed)";
    private const int ShownColumns = 20;
    private const int KlineWidth = 12;

    private static readonly string[] Prices = ["open", "high", "low", "close"];

    // In order of preference: Upbit's `timestamp` is the last trade's time, so its candle times come first.
    private static readonly string[] TimeNames =
    [
        "candle_date_time_utc",
        "candle_date_time_kst",
        "캔들기준시간",
        "open_time",
        "opentime",
        "open_time_ms",
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
        "__index_level_0__",
        "index",
    ];

    private static readonly string[] DateNames = ["date", "day", "일자", "날짜"];
    private static readonly string[] TimeOfDayNames = ["time", "hour", "시간", "시각"];

    private static readonly (string Meaning, string[] Names)[] PriceNames =
    [
        ("open", ["open", "opening_price", "open_price", "price_open", "시가", "o"]),
        ("high", ["high", "high_price", "price_high", "고가", "h"]),
        ("low", ["low", "low_price", "price_low", "저가", "l"]),
        ("close", ["close", "trade_price", "closing_price", "close_price", "price_close", "종가", "중가", "c"]),
    ];

    private static readonly string[] SymbolNames = ["symbol", "market", "ticker", "pair"];
    private static readonly string[] TimeframeNames = ["timeframe", "interval", "unit"];

    private ColumnMap(string[] headers, int[] needed, int timeOfDay, int symbol, int timeframe, IReadOnlyList<string> notes)
    {
        Needed = needed;
        TimeOfDay = timeOfDay;
        Symbol = symbol;
        Timeframe = timeframe;
        Notes = notes;
        TimeName = headers[needed[0]];
        Choices = [.. Describe(headers)];
    }

    /// <summary>The places of time, open, high, low, close and volume.</summary>
    public int[] Needed { get; }

    /// <summary>The place of the column with the time of the day, or -1 when the time stands in one column.</summary>
    public int TimeOfDay { get; }

    /// <summary>The place of the column that names the market, or -1.</summary>
    public int Symbol { get; }

    /// <summary>The place of the column that names the bars' length, or -1.</summary>
    public int Timeframe { get; }

    /// <summary>The time column's name, which may speak of a zone.</summary>
    public string TimeName { get; }

    public IReadOnlyList<ColumnChoice> Choices { get; }

    /// <summary>What a person should know of how columns were chosen.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>In which order values without names were read; null when the file names them.</summary>
    public string? Order { get; private init; }

    /// <summary>Whether a name is one of a price.</summary>
    public static bool IsPrice(string name) => Array.Exists(PriceNames, price => price.Names.Contains(Normalise(name)));

    /// <summary>Whether a name, as it is compared, is one of times, lengths or places: of no quantity.</summary>
    public static bool IsLabel(string name) =>
        name.Length == 0 || TimeNames.Contains(name) || TimeframeNames.Contains(name) || name is "id" or "unnamed:_0";

    /// <exception cref="LakeException">A needed column is missing, or it cannot be told which one it is.</exception>
    public static ColumnMap Of(SourceSample sample, ImportOptions options)
    {
        var asked = options.Columns is null ? null : ColumnWish.Parse(options.Columns);
        return sample.Names is { } names ? OfNames(sample, names, asked, options) : OfOrder(sample, asked, options.Layout);
    }

    private static ColumnMap OfNames(SourceSample sample, string[] headers, ColumnWish? asked, ImportOptions options)
    {
        if (asked?.Order is { } order)
            return OfOrder(sample, order, headers);
        var names = Array.ConvertAll(headers, Normalise);
        var notes = new List<string>();
        var (time, ofDay) = asked?.Place(Time, sample) is { } told ? (told, -1) : FindTime(sample, names, options, notes);
        int[] prices =
        [
            .. PriceNames.Select(price => asked?.Place(price.Meaning, sample) ?? FindOne(sample, names, price.Meaning, price.Names)),
        ];
        var volume =
            asked?.Place("volume", sample)
            ?? (
                prices.All(place => place >= 0)
                    ? VolumeColumn.Find(sample, names, [time, ofDay, .. prices], prices, notes)
                    : VolumeColumn.Named(names)
            );
        int[] needed = [time, .. prices, volume];
        if (Missing(needed) is { Length: > 0 } missing)
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{sample.File} has no {string.Join(", ", missing)} column; its columns are {Shown(headers)}. Say which is which, for example --columns {missing[0]}=NAME"
            );
        var shown = Array.ConvertAll(headers, Shown);
        var symbol = asked?.Place("symbol", sample) ?? FindFirst(names, SymbolNames);
        var timeframe = asked?.Place("timeframe", sample) ?? FindFirst(names, TimeframeNames);
        return new ColumnMap(shown, needed, ofDay, symbol, timeframe, notes);
    }

    private static ColumnMap OfOrder(SourceSample sample, ColumnWish? asked, string? layout)
    {
        if (asked is { Order: null })
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{sample.File} does not name its columns; say their order instead, for example --columns {ArrayLayout.Usual}"
            );
        if (asked?.Order is { } order)
            return OfOrder(sample, order, null);
        if (layout is not null)
            return OfOrder(sample, ArrayLayout.ColumnsOf(layout, sample.Width).Split(','), null);
        if (sample.Width > 6 && !IsKlines(sample))
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{sample.File} has rows of {sample.Width} values without names; say whose they are with --layout ({ArrayLayout.Names}), or their order with --columns, for example --columns {ArrayLayout.Usual},count"
            );
        return OfOrder(sample, ArrayLayout.Usual.Split(','), null);
    }

    private static ColumnMap OfOrder(SourceSample sample, string[] order, string[]? headers)
    {
        int[] needed = [Array.IndexOf(order, Time), .. Prices.Select(price => Array.IndexOf(order, price)), Array.IndexOf(order, "volume")];
        if (needed.Max() >= sample.Width || Array.Exists(needed, place => place < 0))
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{sample.File} has rows of {sample.Width} values; {string.Join(',', order)} needs {needed.Max() + 1}"
            );
        var names = headers is null ? Enumerable.Range(1, sample.Width).Select(place => $"column {place}") : headers.Select(Shown);
        var (symbol, timeframe) = (Within(Array.IndexOf(order, "symbol")), Within(Array.IndexOf(order, "timeframe")));
        return new ColumnMap([.. names], needed, -1, symbol, timeframe, []) { Order = string.Join(',', order) };

        int Within(int place) => place < sample.Width ? place : -1;
    }

    // Binance's rows have twelve values, of which the seventh is the bar's close time: a bar's length after its open, less one.
    private static bool IsKlines(SourceSample sample) =>
        sample.Width == KlineWidth
        && sample.Rows.All(row =>
            SourceSample.IsEpoch(row[0], out var open)
            && SourceSample.IsEpoch(row[6], out var close)
            && close > open
            && (close - open) % 1_000_000 is 999_000 or 999_999 or 0
        );

    private static (int Time, int OfDay) FindTime(SourceSample sample, string[] names, ImportOptions options, List<string> notes)
    {
        var (date, ofDay) = (FindFirst(names, DateNames), FindFirst(names, TimeOfDayNames));
        if (date >= 0 && ofDay >= 0 && sample.AreDateAndTime(date, ofDay))
            return (date, ofDay);
        var time = FindFirst(names, TimeNames);
        if (time < 0)
            return (names.Length > 0 && names[0].Length == 0 ? 0 : -1, -1);
        var epoch = Epoch(sample, names, time, options, notes);
        return (epoch ?? time, -1);
    }

    // A text without a zone is a guess where an epoch beside it is none. One that lies parts of an hour away tells something else, the last trade.
    private static int? Epoch(SourceSample sample, string[] names, int time, ImportOptions options, List<string> notes)
    {
        if (sample.IsNumeric(time) || SourceZone.OfColumn(names[time]) is not null)
            return null;
        var zone = options.Zone is null ? SourceZone.Kst : SourceZone.Parse(options.Zone);
        foreach (var place in Enumerable.Range(0, names.Length).Where(place => place != time && TimeNames.Contains(names[place])))
        {
            var shifts = new HashSet<long>();
            foreach (var row in sample.Rows)
            {
                if (!SourceSample.IsEpoch(row[place], out var epoch) || !IsZoneless(row[time], out var local))
                {
                    shifts.Clear();
                    break;
                }

                shifts.Add(epoch - (local - zone.OffsetMicroseconds));
            }

            const long hour = 3_600_000_000;
            if (shifts.Count is 0 or > 2 || !shifts.All(shift => shift % hour == 0))
                continue;
            if (shifts.Any(shift => shift != 0))
                notes.Add(
                    FormattableString.Invariant(
                        $"the times are those of '{Shown(sample.Names![place])}'; '{Shown(sample.Names[time])}' read as {zone.Name} would be {shifts.First(shift => shift != 0) / hour:+0;-0} hours away"
                    )
                );
            return place;
        }

        return null;
    }

    private static bool IsZoneless(string text, out long local) =>
        TimeText.TryRead(text, out local, out var offset, out _) && offset is null;

    private static int FindFirst(string[] names, string[] wanted) =>
        wanted.Select(name => Array.IndexOf(names, name)).FirstOrDefault(place => place >= 0, -1);

    private static int FindOne(SourceSample sample, string[] names, string meaning, string[] wanted)
    {
        var places = Enumerable.Range(0, names.Length).Where(place => wanted.Contains(names[place])).ToArray();
        return places.Length switch
        {
            0 => -1,
            1 => places[0],
            _ => throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{sample.File} has several columns for {meaning}: {string.Join(", ", places.Select(place => Shown(sample.Names![place])))}; say which with --columns {meaning}=NAME"
            ),
        };
    }

    private static string[] Missing(int[] needed)
    {
        string[] meanings = [Time, .. Prices, "volume"];
        return [.. meanings.Where((_, place) => needed[place] < 0)];
    }

    private IEnumerable<ColumnChoice> Describe(string[] headers)
    {
        yield return new ColumnChoice(headers[Needed[0]], "timestamp");
        if (TimeOfDay >= 0)
            yield return new ColumnChoice(headers[TimeOfDay], "time of day");
        for (var price = 0; price < Prices.Length; price++)
            yield return new ColumnChoice(headers[Needed[price + 1]], Prices[price]);
        yield return new ColumnChoice(headers[Needed[5]], "volume");
        if (Symbol >= 0)
            yield return new ColumnChoice(headers[Symbol], "symbol");
        if (Timeframe >= 0)
            yield return new ColumnChoice(headers[Timeframe], "timeframe");
    }

    /// <summary>A column's name as it is compared: "Open Time", "&lt;OPEN&gt;" and "캔들기준시간(KST 기준)" mean what open_time, open and 캔들기준시간 do.</summary>
    public static string Normalise(string header)
    {
        var name = header.Trim().Trim('\uFEFF', '#', '<', '>', '"').Trim();
        var bracket = name.IndexOf('(', StringComparison.Ordinal);
        name = bracket > 0 && !VolumeColumn.IsVolume(name) ? name[..bracket] : name;
        return name.Trim().Trim('_', '.').Replace(' ', '_').ToLowerInvariant();
    }

    // Real headers hide byte order marks and control characters, which no message should carry on; a file that is no text is all of them.
    private static string Shown(string header) => header.Length == 0 ? UnnamedIndex : ShownCell.Of(header);

    private static string Shown(string[] headers) => string.Join(", ", headers.Take(ShownColumns).Select(Shown));
}
