using System.Text.RegularExpressions;
using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>
/// Determines what each column of a file means, from the caller's options, from the names that exchanges, pandas and people use, and from
/// the first rows.
/// </summary>
internal sealed partial class ColumnMap
{
    public const string Time = "time";

    private const string UnnamedIndex = "(first, unnamed)";
    private const int MaxListedColumns = 20;
    private const int KlineWidth = 12; // the number of values in a candle of Binance

    private static readonly string[] Prices = ["open", "high", "low", "close"];

    private static readonly (string Meaning, string[] Names)[] PriceNames =
    [
        ("open", ["open", "opening_price", "open_price", "price_open", "시가", "o"]),
        ("high", ["high", "high_price", "price_high", "고가", "h"]),
        ("low", ["low", "low_price", "price_low", "저가", "l"]),
        ("close", ["close", "trade_price", "closing_price", "close_price", "price_close", "종가", "중가", "c"]),
    ];

    // Names of the last price, which is the close in files without a close column, such as those of Investing.com and Korean brokers.
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

    // Names of columns that may hold a market, or only its base or quote currency. A file with several values in such a column is rejected.
    private static readonly string[] OtherMarketNames =
    [
        .. "마켓 종목 종목코드 종목명 코인 code coin asset asset_id instrument instrument_id inst_id currency base_currency token name".Split(
            ' '
        ),
    ];

    private static readonly string[] TimeframeNames = ["timeframe", "interval", "unit"];

    private ColumnMap(string[] headers, int[] requiredColumns, int timeOfDay, int symbol, int timeframe, IReadOnlyList<string> notes)
    {
        RequiredColumns = requiredColumns;
        TimeOfDayColumn = timeOfDay;
        SymbolColumn = symbol;
        TimeframeColumn = timeframe;
        Notes = notes;
        TimeName = headers[requiredColumns[0]] == UnnamedIndex ? string.Empty : headers[requiredColumns[0]];
        Choices = [.. ListChoices(headers)];
    }

    /// <summary>The indices of the time, open, high, low, close and volume columns.</summary>
    public int[] RequiredColumns { get; }

    /// <summary>The index of the column with the time of day, or -1 when one column holds date and time.</summary>
    public int TimeOfDayColumn { get; }

    /// <summary>The index of the column that names the market, or -1.</summary>
    public int SymbolColumn { get; }

    /// <summary>
    /// The index of a column that may identify the market, used if there is no <see cref="SymbolColumn"/>; its value must be the same in all
    /// rows. -1 if there is none.
    /// </summary>
    public int MarketColumn { get; private init; } = -1;

    /// <summary>The index of the column that states whether a bar has ended, or -1.</summary>
    public int ClosedColumn { get; private init; } = -1;

    /// <summary>The index of the column that states the length of the bars, or -1.</summary>
    public int TimeframeColumn { get; }

    /// <summary>Whether rows with the same time differ in an unused column, such as the hour or the market.</summary>
    public bool DiffersInUnusedColumns { get; private init; }

    /// <summary>The time column's name, which may contain a time zone.</summary>
    public string TimeName { get; }

    /// <summary>The columns that are used, and their meanings.</summary>
    public IReadOnlyList<ColumnChoice> Choices { get; }

    /// <summary>What the user should know about the choice of columns.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The time zone that the file states for those of its times that have no zone themselves.</summary>
    public ZoneMention Zone { get; private init; }

    /// <summary>The columns in the order in which a row's values were read, comma-separated; null if the columns were found by name.</summary>
    public string? Order { get; private init; }

    /// <summary>Whether <see cref="Order"/> is the default order and was assumed without evidence.</summary>
    public bool IsOrderAssumed { get; private init; }

    /// <summary>Whether a column's name means a price.</summary>
    public static bool IsPrice(string name) => Array.Exists(PriceNames, price => price.Names.Contains(Normalize(name)));

    /// <summary>Whether a normalized name means a time, a timeframe or an index, so that the column cannot be a quantity.</summary>
    public static bool IsLabel(string name) =>
        name.Length == 0 || TimeChoice.IsTime(name) || TimeframeNames.Contains(name) || name is "id" or "unnamed:_0";

    /// <exception cref="LakeException">A needed column is missing or ambiguous.</exception>
    public static ColumnMap Create(SourceSample sample, ImportOptions options)
    {
        var requested = options.Columns is null ? null : RequestedColumns.Parse(options.Columns);
        var layout = options.Layout is null ? null : ArrayLayout.Parse(options.Layout);
        return sample.Names is { } names ? FromNames(sample, names, requested, options) : FromOrder(sample, requested, layout);
    }

    private static ColumnMap FromNames(SourceSample sample, string[] headers, RequestedColumns? requested, ImportOptions options)
    {
        if (requested?.Order is { } order)
            return FromOrder(sample, order, headers);
        var names = Array.ConvertAll(headers, Normalize);
        var notes = new List<string>();
        if (options.Layout is { } ignoredLayout)
            notes.Add($"--layout {ignoredLayout} was not applied: the file names its columns");
        var zone = sample.FindZone(names);
        var requestedTime = requested?.IndexOf(Time, sample);
        var (timeColumn, timeOfDayColumn) = requestedTime is { } column ? (column, -1) : TimeChoice.Find(sample, names, options, notes);
        if (requestedTime is not null && CloseTimeNames.Contains(names[timeColumn]))
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{sample.File}: '{Excerpt(headers[timeColumn])}' holds the times at which bars close; name the column with the times at which they open"
            );
        if (names.Contains("home_notional") && names.Contains("foreign_notional"))
            notes.Add("BitMEX stamps bars with their close times, so each may lie one bar late, and its volume counts contracts");
        int[] priceColumns =
        [
            .. PriceNames.Select(price =>
                requested?.IndexOf(price.Meaning, sample) ?? FindSingle(sample, names, price.Meaning, price.Names)
            ),
        ];
        if (priceColumns[^1] < 0)
            priceColumns[^1] = FindFirst(names, LastPriceNames);
        int[] timeAndPriceColumns = [timeColumn, timeOfDayColumn, .. priceColumns];
        var volumeColumn =
            requested?.IndexOf("volume", sample)
            ?? (
                priceColumns.All(index => index >= 0)
                    ? VolumeColumn.Find(sample, names, sample.FindBaseCurrency(options), timeAndPriceColumns, priceColumns, notes)
                    : VolumeColumn.FindByName(names)
            );
        int[] requiredColumns = [timeColumn, .. priceColumns, volumeColumn];
        if (FindMissing(requiredColumns) is { Length: > 0 } missing)
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{sample.File} has no {string.Join(", ", missing)} column; its columns are {Excerpt(headers)}. Specify it, for example --columns {missing[0]}=NAME"
            );
        var excerpts = Array.ConvertAll(headers, Excerpt);
        var symbolColumn = requested?.IndexOf("symbol", sample) ?? FindFirst(names, SymbolNames);
        var marketColumn = symbolColumn >= 0 ? -1 : FindFirst(names, OtherMarketNames);
        if (marketColumn >= 0 && sample.Rows.Count > 0 && Symbol.TryParse(sample.Rows[0][marketColumn], out _, out _))
            (symbolColumn, marketColumn) = (marketColumn, -1);
        var timeframeColumn = requested?.IndexOf("timeframe", sample) ?? FindFirst(names, TimeframeNames);
        var closedColumn = FindFirst(names, ClosedNames);
        return new ColumnMap(excerpts, requiredColumns, timeOfDayColumn, symbolColumn, timeframeColumn, notes)
        {
            MarketColumn = marketColumn,
            ClosedColumn = closedColumn,
            Zone = zone,
            DiffersInUnusedColumns = sample.DiffersInOtherColumns(
                timeColumn,
                [.. requiredColumns, timeOfDayColumn, symbolColumn, timeframeColumn, closedColumn]
            ),
        };
    }

    private static ColumnMap FromOrder(SourceSample sample, RequestedColumns? requested, ArrayLayout? layout)
    {
        if (requested is { Order: null })
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{sample.File} does not name its columns; specify their order instead, for example --columns {ArrayLayout.Default}"
            );
        if (requested?.Order is { } order)
            return FromOrder(sample, order, headers: null);
        if (layout is not null)
            return FromOrder(sample, layout.ColumnsForWidth(sample.Width).Split(','), headers: null);
        if (sample.Width >= RequestedColumns.DateAndTimeOrder.Length && sample.AreDateAndTime(date: 0, time: 1)) // MetaTrader 4
            return FromOrder(sample, RequestedColumns.DateAndTimeOrder, headers: null);
        if (sample.Width > 6 && !IsKlines(sample))
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{sample.File} has rows of {sample.Width} values without names; specify the exchange with --layout ({ArrayLayout.Names}), or their order with --columns, for example --columns {ArrayLayout.Default},count"
            );
        return FromOrder(sample, ArrayLayout.Default.Split(','), headers: null, isAssumed: sample.Width <= 6);
    }

    private static ColumnMap FromOrder(SourceSample sample, string[] order, string[]? headers, bool isAssumed = false)
    {
        int[] requiredColumns =
        [
            Array.IndexOf(order, Time),
            .. Prices.Select(price => Array.IndexOf(order, price)),
            Array.IndexOf(order, "volume"),
        ];
        if (requiredColumns.Max() >= sample.Width || Array.Exists(requiredColumns, index => index < 0))
            throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{sample.File} has rows of {sample.Width} values; {string.Join(',', order)} needs {requiredColumns.Max() + 1}"
            );
        var names = headers is null ? Enumerable.Range(1, sample.Width).Select(index => $"column {index}") : headers.Select(Excerpt);
        var (symbol, timeframe) = (IndexOrNone(Array.IndexOf(order, "symbol")), IndexOrNone(Array.IndexOf(order, "timeframe")));
        var timeOfDay = IndexOrNone(Array.IndexOf(order, RequestedColumns.TimeOfDay));
        return new ColumnMap([.. names], requiredColumns, timeOfDay, symbol, timeframe, [])
        {
            Order = string.Join(',', order),
            ClosedColumn = IndexOrNone(Array.IndexOf(order, "closed")),
            Zone = sample.Zone,
            IsOrderAssumed = isAssumed,
        };

        int IndexOrNone(int index) => index < sample.Width ? index : -1;
    }

    // Whether the rows are Binance's: twelve values, of which the seventh is the close time. The close time is one unit before the end of the
    // bar, where the unit is the file's unit of time: a second, a millisecond or a microsecond.
    private static bool IsKlines(SourceSample sample) =>
        sample.Width == KlineWidth
        && sample.Rows.All(row =>
            SourceSample.IsEpoch(row[0], out var open)
            && SourceSample.IsEpoch(row[6], out var close)
            && close > open
            && (close - open) % UnixTime.MicrosecondsPerSecond is 999_000 or 999_999 or 0
        );

    private static int FindFirst(string[] names, string[] wanted) =>
        wanted.Select(name => Array.IndexOf(names, name)).FirstOrDefault(index => index >= 0, -1);

    private static int FindSingle(SourceSample sample, string[] names, string meaning, string[] wanted)
    {
        var indices = Enumerable.Range(0, names.Length).Where(index => wanted.Contains(names[index])).ToArray();
        return indices.Length switch
        {
            0 => -1,
            1 => indices[0],
            _ => throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{sample.File} has several columns for {meaning}: {string.Join(", ", indices.Select(index => Excerpt(sample.Names![index])))}; specify one with --columns {meaning}=NAME"
            ),
        };
    }

    private static string[] FindMissing(int[] requiredColumns)
    {
        string[] meanings = [Time, .. Prices, "volume"];
        return [.. meanings.Where((_, index) => requiredColumns[index] < 0)];
    }

    private IEnumerable<ColumnChoice> ListChoices(string[] headers)
    {
        yield return new ColumnChoice(headers[RequiredColumns[0]], "timestamp");
        if (TimeOfDayColumn >= 0)
            yield return new ColumnChoice(headers[TimeOfDayColumn], "time of day");
        for (var price = 0; price < Prices.Length; price++)
            yield return new ColumnChoice(headers[RequiredColumns[price + 1]], Prices[price]);
        yield return new ColumnChoice(headers[RequiredColumns[5]], "volume");
        if (SymbolColumn >= 0)
            yield return new ColumnChoice(headers[SymbolColumn], "symbol");
        if (TimeframeColumn >= 0)
            yield return new ColumnChoice(headers[TimeframeColumn], "timeframe");
    }

    /// <summary>
    /// A column's name in comparable form: "Open Time", "openTime", "&lt;OPEN&gt;" and "캔들기준시간(KST 기준)" become open_time, open_time, open
    /// and 캔들기준시간.
    /// </summary>
    public static string Normalize(string header)
    {
        var name = header.Trim().Trim('\uFEFF', '#', '<', '>', '"').Trim();
        var bracket = name.IndexOf('(', StringComparison.Ordinal);
        name = bracket > 0 && !VolumeColumn.IsVolume(name) ? name[..bracket] : name;
        return WordBreak().Replace(name.Trim().Trim('_', '.').Replace(' ', '_'), "_").ToLowerInvariant();
    }

    // Matches the word breaks in openTime and quoteAssetVolume, volumeBTC and BTCVolume.
    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex WordBreak();

    // Messages must not repeat the byte order marks and control characters that real headers, and above all binary files, contain.
    private static string Excerpt(string header) => header.Length == 0 ? UnnamedIndex : CellExcerpt.Sanitize(header);

    private static string Excerpt(string[] headers) => string.Join(", ", headers.Take(MaxListedColumns).Select(Excerpt));
}
