using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>In which order exchanges give the values of a candle that they do not name.</summary>
/// <param name="Name">The exchange, as <c>--layout</c> has it.</param>
/// <param name="Columns">The values in their order, for the longest row that it gives; a shorter one lacks the last.</param>
internal sealed record ArrayLayout(string Name, string Columns)
{
    /// <summary>Open time, open, high, low, close, volume: what is meant unless said otherwise.</summary>
    public const string Usual = "time,open,high,low,close,volume";

    public static IReadOnlyList<ArrayLayout> All { get; } =
    [
        new("kraken", "time,open,high,low,close,vwap,volume,count"),
        new("bithumb", "time,open,close,high,low,volume"),
        new("kucoin", "time,open,close,high,low,volume,turnover"),
        new("bitfinex", "time,open,close,high,low,volume"),
        new("coinbase", "time,low,high,open,close,volume"),
        new("gateio", "time,quote_volume,close,high,low,open,volume,closed"),
        new("okx", "time,open,high,low,close,volume,volume_ccy,quote_volume,closed"),
        new("upbit", Usual),
        new("binance", $"{Usual},close_time,quote_volume,count,taker_volume,taker_quote_volume,unused"),
    ];

    public static string Names => string.Join(", ", All.Select(layout => layout.Name));

    /// <summary>The values of a row of some length.</summary>
    /// <exception cref="LakeException">There is no such layout.</exception>
    public static string ColumnsOf(string name, int width)
    {
        var layout =
            All.FirstOrDefault(each => each.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"'{ShownCell.Of(name)}' is not a layout; use one of {Names}, or --columns"
            );

        // Kraken's files have no average, its requests do.
        return layout.Name == "kraken" && width == 7 ? $"{Usual},count" : layout.Columns;
    }

    /// <summary>Another order of the prices by which rows make sense that were read in the usual one; null when there is none.</summary>
    /// <param name="rows">The rows as they were read.</param>
    /// <param name="invalid">How many of them are invalid.</param>
    /// <param name="read">The order in which they were read, time first.</param>
    /// <returns>The order, and what to say for it.</returns>
    public static (string Columns, string Remedy)? Likelier(CandleColumns rows, int invalid, string read)
    {
        string[] names = read.Split(',');
        if (names.Length < 6 || read[..read.IndexOf(",volume", StringComparison.Ordinal)].Split(',').Length != 5)
            return null;
        var known = All.Where(layout => layout.Columns.Split(',')[5] == "volume")
            .Select(layout => (Order: string.Join(',', layout.Columns.Split(',').Take(6)), Remedy: $"--layout {layout.Name}"));
        var others = Orders(["open", "high", "low", "close"]).Select(prices => $"time,{string.Join(',', prices)},volume");
        foreach (var (order, remedy) in known.Concat(others.Select(order => (order, $"--columns {order}"))))
        {
            if (InvalidIn(rows, names[1..5], order.Split(',')[1..5]) * 10 <= invalid)
                return (order, remedy);
        }

        return null;
    }

    private static int InvalidIn(CandleColumns rows, string[] read, string[] order)
    {
        // The value that was read as read[i] stands where order[i] says what it is.
        var places = Array.ConvertAll((string[])["open", "high", "low", "close"], name => read[Array.IndexOf(order, name)]);
        var count = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var candle = rows[i];
            var meant = candle with
            {
                Open = Of(candle, places[0]),
                High = Of(candle, places[1]),
                Low = Of(candle, places[2]),
                Close = Of(candle, places[3]),
            };
            count += meant.IsValid ? 0 : 1;
        }

        return count;
    }

    private static double Of(in Candle candle, string name) =>
        name switch
        {
            "open" => candle.Open,
            "high" => candle.High,
            "low" => candle.Low,
            _ => candle.Close,
        };

    private static IEnumerable<string[]> Orders(string[] names) =>
        names.Length == 1
            ? [names]
            : names.SelectMany(first => Orders([.. names.Where(name => name != first)]).Select(rest => (string[])[first, .. rest]));
}
