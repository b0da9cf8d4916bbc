using System.Text.RegularExpressions;
using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Which column of a file is which: by what the caller says, the names that exchanges, pandas and people use, and the first rows.
/// </summary>
internal sealed partial class ColumnMap
{
    public const string Time = "time";

    private const string UnnamedIndex = "(first, unnamed)";
    private const int ShownColumns = 20;
    private const int KlineWidth = 12;

    private static readonly string[] Prices = ["open", "high", "low", "close"];

    private static readonly (string Meaning, string[] Names)[] PriceNames =
    [
        ("open", ["open", "opening_price", "open_price", "price_open", "시가", "o"]),
        ("high", ["high", "high_price", "price_high", "고가", "h"]),
        ("low", ["low", "low_price", "price_low", "저가", "l"]),
        ("close", ["close", "trade_price", "closing_price", "close_price", "price_close", "종가", "중가", "c"]),
    ];

    // What the last price is called where nothing is called a close: by Investing.com, and by Korean brokers.
    private static readonly string[] LastPriceNames = ["price", "last", "현재가"];

    private static readonly string[] ClosedNames =
    [
        .. "closed is_closed isclosed confirm confirmed is_final final complete is_complete completed".Split(' '),
    ];

    private static readonly string[] CloseTimeNames =
    [
        .. "close_time time_close closetime close_timestamp time_period_end period_end end_time endtime end time_end".Split(' '),
    ];

    private static readonly string[] SymbolNames = ["symbol", "market", "ticker", "pair"];

    // They may hold a market or half of one; rows of several are refused.
    private static readonly string[] OtherMarketNames =
    [
        .. "마켓 종목 종목코드 종목명 코인 code coin asset asset_id instrument instrument_id inst_id currency base_currency token name".Split(
            ' '
        ),
    ];

    private static readonly string[] TimeframeNames = ["timeframe", "interval", "unit"];

    private ColumnMap(string[] headers, int[] needed, int timeOfDay, int symbol, int timeframe, IReadOnlyList<string> notes)
    {
        Needed = needed;
        TimeOfDay = timeOfDay;
        Symbol = symbol;
        Timeframe = timeframe;
        Notes = notes;
        TimeName = headers[needed[0]] == UnnamedIndex ? string.Empty : headers[needed[0]];
        Choices = [.. Describe(headers)];
    }

    /// <summary>The places of time, open, high, low, close and volume.</summary>
    public int[] Needed { get; }

    /// <summary>The place of the column with the time of the day, or -1 when the time stands in one column.</summary>
    public int TimeOfDay { get; }

    /// <summary>The place of the column that names the market, or -1.</summary>
    public int Symbol { get; }

    /// <summary>The place of a column that holds something of the market, which must be one and the same, or -1.</summary>
    public int Market { get; private init; } = -1;

    /// <summary>The place of the column that says whether a bar has ended, or -1.</summary>
    public int Closed { get; private init; } = -1;

    /// <summary>The place of the column that names the bars' length, or -1.</summary>
    public int Timeframe { get; }

    /// <summary>Whether rows of one time differ in a column that is no one's business: the hour, or the market.</summary>
    public bool HasMore { get; private init; }

    /// <summary>The time column's name, which may speak of a zone.</summary>
    public string TimeName { get; }

    public IReadOnlyList<ColumnChoice> Choices { get; }

    /// <summary>What a person should know of how columns were chosen.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>What the file says of the zone of times that carry none.</summary>
    public ZoneMention Zone { get; private init; }

    /// <summary>In which order values without names were read; null when the file names them.</summary>
    public string? Order { get; private init; }

    /// <summary>Whether that order is nothing but the usual one.</summary>
    public bool IsOrderAssumed { get; private init; }

    /// <summary>Whether a name is one of a price.</summary>
    public static bool IsPrice(string name) => Array.Exists(PriceNames, price => price.Names.Contains(Normalise(name)));

    /// <summary>Whether a name, as it is compared, is one of times, lengths or places: of no quantity.</summary>
    public static bool IsLabel(string name) =>
        name.Length == 0 || TimeChoice.IsTime(name) || TimeframeNames.Contains(name) || name is "id" or "unnamed:_0";

    /// <exception cref="LakeException">A needed column is missing, or it cannot be told which one it is.</exception>
    public static ColumnMap Of(SourceSample sample, ImportOptions options)
    {
        var asked = options.Columns is null ? null : RequestedColumns.Parse(options.Columns);
        var layout = options.Layout is null ? null : ArrayLayout.Of(options.Layout);
        return sample.Names is { } names ? OfNames(sample, names, asked, options) : OfOrder(sample, asked, layout);
    }

    private static ColumnMap OfNames(SourceSample sample, string[] headers, RequestedColumns? asked, ImportOptions options)
    {
        if (asked?.Order is { } order)
            return OfOrder(sample, order, headers);
        var names = Array.ConvertAll(headers, Normalise);
        var notes = new List<string>();
        if (options.Layout is { } unused)
            notes.Add($"--layout {unused} was not applied: the file names its columns");
        var zone = sample.ZoneIn(names);
        var (time, ofDay) = asked?.Place(Time, sample) is { } told ? (told, -1) : TimeChoice.Find(sample, names, options, notes);
        if (asked?.Place(Time, sample) is not null && CloseTimeNames.Contains(names[time]))
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{sample.File}: '{Shown(headers[time])}' tells when bars close; name the column with the times at which they open"
            );
        if (names.Contains("home_notional") && names.Contains("foreign_notional"))
            notes.Add("BitMEX stamps bars when they close, so each may lie one bar late, and counts contracts as volume");
        int[] prices =
        [
            .. PriceNames.Select(price => asked?.Place(price.Meaning, sample) ?? FindOne(sample, names, price.Meaning, price.Names)),
        ];
        if (prices[^1] < 0)
            prices[^1] = FindFirst(names, LastPriceNames);
        var volume =
            asked?.Place("volume", sample)
            ?? (
                prices.All(place => place >= 0)
                    ? VolumeColumn.Find(sample, names, sample.BaseOf(options), [time, ofDay, .. prices], prices, notes)
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
        var market = symbol >= 0 ? -1 : FindFirst(names, OtherMarketNames);
        if (market >= 0 && sample.Rows.Count > 0 && Markets.Symbol.TryParse(sample.Rows[0][market], out _, out _))
            (symbol, market) = (market, -1);
        var timeframe = asked?.Place("timeframe", sample) ?? FindFirst(names, TimeframeNames);
        var closed = FindFirst(names, ClosedNames);
        return new ColumnMap(shown, needed, ofDay, symbol, timeframe, notes)
        {
            Market = market,
            Closed = closed,
            Zone = zone,
            HasMore = sample.DifferInOthers(time, [.. needed, ofDay, symbol, timeframe, closed]),
        };
    }

    private static ColumnMap OfOrder(SourceSample sample, RequestedColumns? asked, ArrayLayout? layout)
    {
        if (asked is { Order: null })
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{sample.File} does not name its columns; say their order instead, for example --columns {ArrayLayout.Usual}"
            );
        if (asked?.Order is { } order)
            return OfOrder(sample, order, null);
        if (layout is not null)
            return OfOrder(sample, layout.ColumnsOf(sample.Width).Split(','), null);
        if (sample.Width > RequestedColumns.OfDateAndTime.Length - 1 && sample.AreDateAndTime(0, 1)) // MetaTrader 4
            return OfOrder(sample, RequestedColumns.OfDateAndTime, null);
        if (sample.Width > 6 && !IsKlines(sample))
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{sample.File} has rows of {sample.Width} values without names; say whose they are with --layout ({ArrayLayout.Names}), or their order with --columns, for example --columns {ArrayLayout.Usual},count"
            );
        return OfOrder(sample, ArrayLayout.Usual.Split(','), null, isAssumed: sample.Width <= 6);
    }

    private static ColumnMap OfOrder(SourceSample sample, string[] order, string[]? headers, bool isAssumed = false)
    {
        int[] needed = [Array.IndexOf(order, Time), .. Prices.Select(price => Array.IndexOf(order, price)), Array.IndexOf(order, "volume")];
        if (needed.Max() >= sample.Width || Array.Exists(needed, place => place < 0))
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{sample.File} has rows of {sample.Width} values; {string.Join(',', order)} needs {needed.Max() + 1}"
            );
        var names = headers is null ? Enumerable.Range(1, sample.Width).Select(place => $"column {place}") : headers.Select(Shown);
        var (symbol, timeframe) = (Within(Array.IndexOf(order, "symbol")), Within(Array.IndexOf(order, "timeframe")));
        var ofDay = Within(Array.IndexOf(order, RequestedColumns.TimeOfDay));
        return new ColumnMap([.. names], needed, ofDay, symbol, timeframe, [])
        {
            Order = string.Join(',', order),
            Closed = Within(Array.IndexOf(order, "closed")),
            Zone = sample.Zone,
            IsOrderAssumed = isAssumed,
        };

        int Within(int place) => place < sample.Width ? place : -1;
    }

    // Binance's rows have twelve values, of which the seventh is the bar's close time: a bar's length after its open, less one.
    private static bool IsKlines(SourceSample sample) =>
        sample.Width == KlineWidth
        && sample.Rows.All(row =>
            SourceSample.IsEpoch(row[0], out var open)
            && SourceSample.IsEpoch(row[6], out var close)
            && close > open
            && (close - open) % UnixTime.MicrosecondsPerSecond is 999_000 or 999_999 or 0
        );

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

    /// <summary>
    /// A column's name as it is compared: "Open Time", "openTime", "&lt;OPEN&gt;" and "캔들기준시간(KST 기준)" mean what open_time, open and 캔들기준시간
    /// do.
    /// </summary>
    public static string Normalise(string header)
    {
        var name = header.Trim().Trim('\uFEFF', '#', '<', '>', '"').Trim();
        var bracket = name.IndexOf('(', StringComparison.Ordinal);
        name = bracket > 0 && !VolumeColumn.IsVolume(name) ? name[..bracket] : name;
        return WordBreak().Replace(name.Trim().Trim('_', '.').Replace(' ', '_'), "_").ToLowerInvariant();
    }

    // In openTime and quoteAssetVolume, in volumeBTC and in BTCVolume.
    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex WordBreak();

    // Real headers hide byte order marks and control characters, which no message should carry on; a file that is no text is all of them.
    private static string Shown(string header) => header.Length == 0 ? UnnamedIndex : ShownCell.Of(header);

    private static string Shown(string[] headers) => string.Join(", ", headers.Take(ShownColumns).Select(Shown));
}
