using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>The order in which an exchange lists the values of a candle, in responses where each candle is an array without names.</summary>
/// <param name="Name">The exchange's name, as in <c>--layout</c>.</param>
/// <param name="Columns">The names of the values in the exchange's longest row, in order; a shorter row lacks the last ones.</param>
internal sealed record ArrayLayout(string Name, string Columns)
{
    /// <summary>Open time, open, high, low, close, volume: the default order.</summary>
    public const string Default = "time,open,high,low,close,volume";

    // A bar whose high is more than this many times its low counts as wide.
    private const double MaxHighLowRatio = 3;

    // A jump is the distance between a bar's open and the preceding bar's close. If the jumps of two orders differ by less than this factor,
    // both orders fit equally well.
    private const double SimilarFactor = 2;

    // If the jumps are this many times as large as with open and close swapped, the two columns were probably confused. With fewer than
    // ManyRows rows, a large factor could be chance, so a larger one is required.
    private const double FewRowsFactor = 1_000;
    private const double ManyRowsFactor = 4;
    private const int ManyRows = 10;

    private static readonly string[] Prices = ["open", "high", "low", "close"];
    private static readonly int[] AsRead = [0, 1, 2, 3];
    private static readonly int[] OpenCloseSwapped = [3, 1, 2, 0];

    public static IReadOnlyList<ArrayLayout> All { get; } =
    [
        new("kraken", "time,open,high,low,close,vwap,volume,count"),
        new("bithumb", "time,open,close,high,low,volume"),
        new("kucoin", "time,open,close,high,low,volume,turnover"),
        new("bitfinex", "time,open,close,high,low,volume"),
        new("coinbase", "time,low,high,open,close,volume"),
        new("gateio", "time,quote_volume,close,high,low,open,volume,closed"),
        new("okx", "time,open,high,low,close,volume,volume_ccy,quote_volume,closed"),
        new("bybit", $"{Default},turnover"),
        new("bitget", $"{Default},quote_volume,usdt_volume"),
        new("mexc", $"{Default},close_time,quote_volume"),
        new("upbit", Default),
        new("binance", $"{Default},close_time,quote_volume,count,taker_volume,taker_quote_volume,unused"),
    ];

    public static string Names => string.Join(", ", All.Select(layout => layout.Name));

    /// <summary>The layout of an exchange.</summary>
    /// <exception cref="LakeException">There is no such layout.</exception>
    public static ArrayLayout Parse(string name) =>
        All.FirstOrDefault(layout => layout.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? throw new LakeException(
            LakeErrorKind.InvalidInput,
            $"'{CellExcerpt.Sanitize(name)}' is not a layout; use one of {Names}, or --columns"
        );

    /// <summary>The columns of a row with a given number of values. Kraken's files lack the average price that its API returns.</summary>
    public string ColumnsForWidth(int width) => Name == "kraken" && width == 7 ? $"{Default},count" : Columns;

    /// <summary>Finds another order of the price columns that makes the rows plausible; null if no order is clearly the likeliest.</summary>
    /// <param name="rows">The rows, read in <paramref name="currentOrder"/>.</param>
    /// <param name="invalid">The number of invalid rows.</param>
    /// <param name="currentOrder">The order in which the rows were read, time first.</param>
    /// <returns>The order, and the option that selects it.</returns>
    public static (string Columns, string Remedy)? FindLikelierOrder(CandleColumns rows, int invalid, string currentOrder)
    {
        // Compares only orders that begin with the time, the four prices and the volume.
        string[] names = currentOrder.Split(',');
        if (names is not [ColumnMap.Time, _, _, _, _, "volume", ..] || Prices.Except(names[1..5]).Any())
            return null;
        var exchangeOrders = All.Where(layout => layout.Columns.Split(',')[5] == "volume")
            .OrderBy(layout => layout.Columns.Length)
            .Select(layout => (Order: string.Join(',', layout.Columns.Split(',').Take(6)), Remedy: $"--layout {layout.Name}"));
        var otherOrders = Permutations(Prices).Select(prices => $"time,{string.Join(',', prices)},volume");
        // If an exchange uses an order, DistinctBy keeps that exchange's entry, because it comes first. An order fits if at most a tenth of the
        // invalid bars stay invalid, and at most a tenth of all bars are wide.
        (string Columns, string Remedy, double Jumps)[] fitting =
        [
            .. exchangeOrders
                .Concat(otherOrders.Select(order => (Order: order, Remedy: $"--columns {order}")))
                .DistinctBy(option => option.Order)
                .Select(option =>
                    (option.Order, option.Remedy, SourceIndices: FindSourceIndices(names[1..5], option.Order.Split(',')[1..5]))
                )
                .Where(option => new PricesInOrder(rows, option.SourceIndices).InvalidBars * 10 <= invalid)
                .Where(option => new PricesInOrder(rows, option.SourceIndices).WideBars * 10 <= rows.Count)
                .Select(option => (option.Order, option.Remedy, new PricesInOrder(rows, option.SourceIndices).Jumps)),
        ];
        if (fitting.Length == 0)
            return null;
        // When several orders fit equally well, an exchange's own order is the most likely.
        var minJumps = fitting.Min(option => option.Jumps);
        var likely = Array.FindAll(fitting, option => option.Jumps <= minJumps * SimilarFactor);
        var (columns, remedy, _) = likely[0];
        return likely.Length == 1 || remedy.StartsWith("--layout", StringComparison.Ordinal) ? (columns, remedy) : null;
    }

    /// <summary>
    /// Why the default order is probably wrong although the rows are valid in that order, as a clause for a message; null if the order fits.
    /// </summary>
    /// <param name="rows">The rows, oldest first.</param>
    public static string? FindDoubtAboutDefault(CandleColumns rows)
    {
        var asRead = new PricesInOrder(rows, AsRead);
        if (asRead.WideBars * 10 > rows.Count)
            return "high and low lie so far apart that one of them may be the volume";
        var swapped = new PricesInOrder(rows, OpenCloseSwapped);
        var factor = rows.Count >= ManyRows ? ManyRowsFactor : FewRowsFactor;
        return swapped.Jumps * factor < asRead.Jumps ? "bars open where others close, and vice versa" : null;
    }

    // For each of open, high, low and close in the new order: the index of the column that was read with these values.
    private static int[] FindSourceIndices(string[] readOrder, string[] order) =>
        Array.ConvertAll(Prices, name => Array.IndexOf(Prices, readOrder[Array.IndexOf(order, name)]));

    private static IEnumerable<string[]> Permutations(string[] names) =>
        names.Length == 1
            ? [names]
            : names.SelectMany(first => Permutations([.. names.Where(name => name != first)]).Select(rest => (string[])[first, .. rest]));

    /// <summary>The four price columns, reassigned to another order.</summary>
    private readonly ref struct PricesInOrder(CandleColumns rows, int[] sourceIndices)
    {
        private readonly ReadOnlySpan<double> open = Column(rows, sourceIndices[0]);
        private readonly ReadOnlySpan<double> high = Column(rows, sourceIndices[1]);
        private readonly ReadOnlySpan<double> low = Column(rows, sourceIndices[2]);
        private readonly ReadOnlySpan<double> close = Column(rows, sourceIndices[3]);
        private readonly ReadOnlySpan<double> volume = rows.Volume;

        public int InvalidBars
        {
            get
            {
                var count = 0;
                for (var i = 0; i < open.Length; i++)
                    count += new Candle(0, open[i], high[i], low[i], close[i], volume[i]).IsValid ? 0 : 1;
                return count;
            }
        }

        /// <summary>Bars whose high is far above their low, which suggests that one of the two is not a price.</summary>
        public int WideBars
        {
            get
            {
                var count = 0;
                for (var i = 0; i < high.Length; i++)
                    count += high[i] > MaxHighLowRatio * low[i] ? 1 : 0;
                return count;
            }
        }

        /// <summary>The sum of all jumps: the distances between each open and the preceding close.</summary>
        public double Jumps
        {
            get
            {
                var sum = 0.0;
                for (var i = 1; i < open.Length; i++)
                {
                    var jump = Math.Abs(open[i] - close[i - 1]);
                    sum += double.IsFinite(jump) ? jump : 0;
                }

                return sum;
            }
        }

        private static ReadOnlySpan<double> Column(CandleColumns rows, int sourceIndex) =>
            sourceIndex switch
            {
                0 => rows.Open,
                1 => rows.High,
                2 => rows.Low,
                _ => rows.Close,
            };
    }
}
