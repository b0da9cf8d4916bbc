namespace Bokgi.MarketData.Lake.Import;

/// <summary>Which column of a file is which, found by the names exchanges, pandas and people use.</summary>
internal sealed class ColumnMap
{
    private const string UnnamedIndex = "(first, unnamed)";
    private const int ShownColumns = 20;
    private const int ShownLetters = 40;

    // In order of preference: Upbit's `timestamp` is the last trade's time, so its candle times come first.
    private static readonly string[] TimeNames =
    [
        "candle_date_time_utc",
        "candle_date_time_kst",
        "캔들기준시간",
        "open_time",
        "opentime",
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
        "__index_level_0__",
        "index",
    ];

    private static readonly (string Meaning, string[] Names)[] ValueNames =
    [
        ("open", ["open", "opening_price", "open_price", "시가"]),
        ("high", ["high", "high_price", "고가"]),
        ("low", ["low", "low_price", "저가"]),
        ("close", ["close", "trade_price", "closing_price", "close_price", "종가", "중가"]),
        ("volume", ["volume", "candle_acc_trade_volume", "누적거래량", "거래량", "vol", "base_volume"]),
    ];

    private static readonly string[] SymbolNames = ["symbol", "market", "ticker", "pair"];
    private static readonly string[] TimeframeNames = ["timeframe", "interval", "unit"];

    private ColumnMap(string[] headers, int[] needed, int symbol, int timeframe)
    {
        Needed = needed;
        Symbol = symbol;
        Timeframe = timeframe;
        TimeName = headers[needed[0]];
        Choices = [.. Describe(headers, needed, symbol, timeframe)];
    }

    /// <summary>The places of time, open, high, low, close and volume.</summary>
    public int[] Needed { get; }

    /// <summary>The place of the column that names the market, or -1.</summary>
    public int Symbol { get; }

    /// <summary>The place of the column that names the bars' length, or -1.</summary>
    public int Timeframe { get; }

    /// <summary>The time column's name, which may speak of a zone.</summary>
    public string TimeName { get; }

    public IReadOnlyList<ColumnChoice> Choices { get; }

    /// <exception cref="LakeException">A needed column is missing, or two would do.</exception>
    public static ColumnMap OfHeaders(string file, string[] headers)
    {
        var names = Array.ConvertAll(headers, Normalise);
        var time = FindTime(names);
        int[] needed = [time, .. ValueNames.Select(value => FindOne(file, headers, names, value.Meaning, value.Names))];
        var missing = Missing(needed);
        return missing.Length == 0
            ? new ColumnMap([.. headers.Select(Shown)], needed, FindFirst(names, SymbolNames), FindFirst(names, TimeframeNames))
            : throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{file} has no {string.Join(", ", missing)} column; its columns are {string.Join(", ", headers.Take(ShownColumns).Select(Shown))}. Name what is missing in the file"
            );
    }

    /// <summary>The order of Binance's kline rows.</summary>
    public static ColumnMap OfKlineRows() =>
        new(["column 1", "column 2", "column 3", "column 4", "column 5", "column 6"], [0, 1, 2, 3, 4, 5], -1, -1);

    private static int FindTime(string[] names)
    {
        var named = FindFirst(names, TimeNames);
        return named >= 0 ? named
            : names.Length > 0 && names[0].Length == 0 ? 0
            : -1;
    }

    private static int FindFirst(string[] names, string[] wanted) =>
        wanted.Select(name => Array.IndexOf(names, name)).FirstOrDefault(place => place >= 0, -1);

    private static int FindOne(string file, string[] headers, string[] names, string meaning, string[] wanted)
    {
        var places = Enumerable.Range(0, names.Length).Where(place => wanted.Contains(names[place])).ToArray();
        return places.Length switch
        {
            0 => -1,
            1 => places[0],
            _ => throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{file} has several columns for {meaning}: {string.Join(", ", places.Select(place => Shown(headers[place])))}; leave one"
            ),
        };
    }

    private static string[] Missing(int[] needed)
    {
        string[] meanings = ["timestamp", .. ValueNames.Select(value => value.Meaning)];
        return [.. meanings.Where((_, place) => needed[place] < 0)];
    }

    private static IEnumerable<ColumnChoice> Describe(string[] headers, int[] needed, int symbol, int timeframe)
    {
        yield return new ColumnChoice(headers[needed[0]], "timestamp");
        for (var value = 0; value < ValueNames.Length; value++)
            yield return new ColumnChoice(headers[needed[value + 1]], ValueNames[value].Meaning);
        if (symbol >= 0)
            yield return new ColumnChoice(headers[symbol], "symbol");
        if (timeframe >= 0)
            yield return new ColumnChoice(headers[timeframe], "timeframe");
    }

    // "Open Time" and "캔들기준시간(KST 기준)" mean what open_time and 캔들기준시간 do.
    private static string Normalise(string header)
    {
        var bracket = header.IndexOf('(', StringComparison.Ordinal);
        var name = bracket > 0 ? header[..bracket] : header;
        return name.Trim().Trim('\uFEFF').Replace(' ', '_').ToLowerInvariant();
    }

    // Real headers hide byte order marks and control characters, which no message should carry on; a file that is no text is all of them.
    private static string Shown(string header)
    {
        var shown = string.Concat(header.Where(letter => !char.IsControl(letter) && letter is not ('\uFEFF' or '\uFFFD')));
        return header.Length == 0 ? UnnamedIndex
            : shown.Length > ShownLetters ? string.Concat(shown.AsSpan(0, ShownLetters), "…")
            : shown;
    }
}
