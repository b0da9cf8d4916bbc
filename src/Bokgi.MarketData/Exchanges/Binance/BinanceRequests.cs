using Bokgi.MarketData.Exchanges.Http;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Binance;

/// <summary>The requests to Binance and their weights; the limit is a weight of 6,000 per minute.</summary>
internal static class BinanceRequests
{
    public const int MaximumCandles = 1_000;
    public const int MaximumTrades = 1_000;
    public const int CandleWeight = 2;
    public const int MarketWeight = 20;
    public const int TradeWeight = 4;

    // The weight of the one request that returns the tickers of all markets.
    public const int TickerWeight = 80;

    /// <summary>The weight that this program uses per minute: a tenth below the limit, because the network may bunch requests together.</summary>
    public const int WeightPerMinute = 5_400;

    // Allows one unit of weight per this interval.
    public static RateGroup Group { get; } = new("weight", TimeSpan.FromMinutes(1.0 / WeightPerMinute));

    // Binance has no candles of ten minutes.
    public static IReadOnlyList<Timeframe> Timeframes { get; } = [.. Timeframe.All.Where(timeframe => timeframe.Name != "10M")];

    public static string Time => "/api/v3/time";

    public static string Markets => "/api/v3/exchangeInfo";

    public static string Tickers => "/api/v3/ticker/24hr";

    /// <summary>
    /// Requests the first <paramref name="count"/> bars of a range, oldest first. Binance's end time is inclusive, so 1 ms is subtracted from
    /// the end of the range.
    /// </summary>
    public static string Candles(Symbol symbol, Timeframe timeframe, TimeRange range, int count) =>
        FormattableString.Invariant(
            $"/api/v3/klines?symbol={Code(symbol)}&interval={Interval(timeframe)}&startTime={Milliseconds(range.StartUtc)}&endTime={Milliseconds(range.EndUtc) - 1}&limit={count}"
        );

    /// <summary>Requests the oldest bar of a market.</summary>
    public static string FirstCandle(Symbol symbol, Timeframe timeframe) =>
        $"/api/v3/klines?symbol={Code(symbol)}&interval={Interval(timeframe)}&startTime=0&limit=1";

    /// <summary>Requests the first trades at or after a time.</summary>
    public static string Trades(Symbol symbol, long sinceUtc) =>
        FormattableString.Invariant($"/api/v3/aggTrades?symbol={Code(symbol)}&startTime={Milliseconds(sinceUtc)}&limit={MaximumTrades}");

    /// <summary>Requests the trade with an id and the first trades after it.</summary>
    public static string TradesFrom(Symbol symbol, long id) =>
        FormattableString.Invariant($"/api/v3/aggTrades?symbol={Code(symbol)}&fromId={id}&limit={MaximumTrades}");

    public static string Code(Symbol symbol) => symbol.Base + symbol.Quote;

    // Binance writes 1M for a month and 1m for a minute.
    private static string Interval(Timeframe timeframe) => timeframe == Timeframe.OneMonth ? "1M" : timeframe.Name.ToLowerInvariant();

    // Rounds up, so that a request never returns anything from before the given time.
    private static long Milliseconds(long utc) => (utc + 999) / 1_000;
}
