using Symbol = Bokgi.Markets.Symbol;

namespace Bokgi.Host.Listings;

/// <summary>
/// Builds candles from a stream of trades. A candle is closed when a trade of any market is later than its end, not by this machine's clock.
/// </summary>
internal sealed class LiveCandles(Timeframe timeframe)
{
    // How long after its end a candle waits for trades that arrive late.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly SortedDictionary<Symbol, CandleBuilder> builders = [];
    private bool isConnected;
    private long latestUtc;

    /// <returns>A line for each candle that the message closes.</returns>
    public IEnumerable<string> Process(FeedMessage message)
    {
        switch (message)
        {
            case FeedMessage.Connected:
                isConnected = true;
                break;
            case FeedMessage.Disconnected:
                isConnected = false; // closes no candle until the missed trades have been fetched
                break;
            case FeedMessage.Missed { Symbol: var symbol, Range: var range }:
                if (builders.TryGetValue(symbol, out var existing))
                    existing.MarkMissed(range);
                break;
            case FeedMessage.Traded { Trade: var trade }:
                // The missed trades, which arrive before Connected, do not advance the time: they were fetched for one market after another,
                // so those of one market may be later than those of the others.
                if (isConnected)
                    latestUtc = Math.Max(latestUtc, trade.TimeUtc);
                if (!builders.TryGetValue(trade.Symbol, out var builder))
                {
                    builder = new CandleBuilder(timeframe, Grace, trade.TimeUtc);
                    builders.Add(trade.Symbol, builder);
                }

                builder.Add(trade.Id, trade.TimeUtc, trade.Price, trade.Quantity);
                break;
        }

        return isConnected ? CloseBars() : [];
    }

    private IEnumerable<string> CloseBars()
    {
        foreach (var (symbol, builder) in builders)
        {
            while (builder.TryClose(latestUtc, out var bar))
                yield return FormatLine(symbol, bar);
        }
    }

    private static string FormatLine(Symbol symbol, BuiltBar bar)
    {
        var heading = $"{UnixTime.Format(bar.OpenUtc)}  {symbol}";
        if (bar.Candle is not { } candle)
            return $"{heading}  {Shell.Localize("(누락)", "(missed)")}";
        var note = bar.IsComplete ? string.Empty : "  " + Shell.Localize("(일부)", "(partial)");
        return $"{heading}  O {candle.Open}  H {candle.High}  L {candle.Low}  C {candle.Close}  V {candle.Volume}{note}";
    }
}
