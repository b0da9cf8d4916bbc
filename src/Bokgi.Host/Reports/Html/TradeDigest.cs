using Bokgi.Performance;

namespace Bokgi.Host.Reports.Html;

/// <summary>The trade statistics of a report, collected symbol by symbol because a run may have millions of trades.</summary>
internal sealed class TradeDigest
{
    public const int MaximumListed = 10_000;

    private const int ExtremeCount = 5;

    private readonly List<double> returns = [];
    private readonly List<(long ExitUtc, double Pnl)> exits = [];
    private readonly SortedDictionary<ExitReason, TradeFigures> figuresByReason = [];

    private readonly Top earliest = new(MaximumListed, (a, b) => BreakTies(a.Trade.EntryTimeUtc.CompareTo(b.Trade.EntryTimeUtc), a, b));

    private readonly Top best = new(ExtremeCount, (a, b) => BreakTies(b.Trade.Return.CompareTo(a.Trade.Return), a, b));
    private readonly Top worst = new(ExtremeCount, (a, b) => BreakTies(a.Trade.Return.CompareTo(b.Trade.Return), a, b));

    public int Count => returns.Count;

    public IReadOnlyDictionary<ExitReason, TradeFigures> FiguresByReason => figuresByReason;

    public void Add(string symbol, ReadOnlySpan<Trade> trades)
    {
        foreach (ref readonly var trade in trades)
        {
            var numbered = new NumberedTrade(returns.Count, symbol, trade);
            returns.Add(trade.Return);
            exits.Add((trade.ExitTimeUtc, trade.Pnl));
            earliest.Add(numbered);
            best.Add(numbered);
            worst.Add(numbered);
            if (!figuresByReason.TryGetValue(trade.ExitReason, out var figures))
                figuresByReason[trade.ExitReason] = figures = new TradeFigures();
            figures.Add(trade);
        }
    }

    public ReturnHistogram BuildHistogram() => ReturnHistogram.Build([.. returns]);

    public TradeStreaks FindStreaks() => TradeStreaks.FindLongest([.. exits.OrderBy(each => each.ExitUtc).Select(each => each.Pnl)]);

    public IReadOnlyList<NumberedTrade> Earliest() => earliest.SortAndTrim();

    public IReadOnlyList<NumberedTrade> Best() => best.SortAndTrim();

    public IReadOnlyList<NumberedTrade> Worst() => worst.SortAndTrim();

    private static int BreakTies(int order, in NumberedTrade a, in NumberedTrade b) => order != 0 ? order : a.Number.CompareTo(b.Number);

    /// <summary>A trade with its market. The number is the position in the order in which trades were added; it breaks ties.</summary>
    internal readonly record struct NumberedTrade(int Number, string Symbol, Trade Trade);

    /// <summary>Keeps the first trades in an order, and drops the others. The sort is unstable, so the order must have no ties.</summary>
    private sealed class Top(int count, Comparison<NumberedTrade> order)
    {
        private readonly List<NumberedTrade> trades = [];

        public void Add(NumberedTrade trade)
        {
            trades.Add(trade);
            if (trades.Count > 2 * count)
                SortAndTrim();
        }

        public List<NumberedTrade> SortAndTrim()
        {
            trades.Sort(order);
            if (trades.Count > count)
                trades.RemoveRange(count, trades.Count - count);
            return trades;
        }
    }
}
