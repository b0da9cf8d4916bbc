using Bokgi.Markets;
using Bokgi.Performance;
using Bokgi.Trading;

namespace Bokgi.UnitTests.Performance;

/// <summary>Creates trades that have only the fields that the figures use.</summary>
internal static class Trades
{
    /// <summary>A trade with the given result, held for a number of one-minute bars.</summary>
    public static Trade WithPnl(double pnl, double tradeReturn = 0, int bars = 1, double fees = 0, double slippage = 0) =>
        new()
        {
            EntryBar = 10,
            ExitBar = 10 + bars,
            EntryTimeUtc = 0,
            ExitTimeUtc = bars * 60 * UnixTime.MicrosecondsPerSecond,
            Pnl = pnl,
            Return = tradeReturn,
            Fees = fees,
            SlippageCost = slippage,
        };

    public static TradeFigures Figures(params Trade[] trades)
    {
        var figures = new TradeFigures();
        foreach (var trade in trades)
            figures.Add(trade);
        return figures;
    }
}
