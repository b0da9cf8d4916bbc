using Bokgi.MarketData.Exchanges.Http;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Binance;

/// <summary>What Binance is asked, and what each request weighs: 6,000 a minute are allowed.</summary>
internal static class BinanceRequests
{
    public const int MaximumCandles = 1_000;
    public const int MaximumTrades = 1_000;
    public const int CandleWeight = 2;
    public const int MarketWeight = 20;
    public const int TradeWeight = 4;

    // Every ticker in one request.
    public const int TickerWeight = 80;

    /// <summary>A tenth below the limit, for the network may push requests together.</summary>
    public const int WeightPerMinute = 5_400;

    public static RateGroup Group { get; } = new("weight", TimeSpan.FromMinutes(1.0 / WeightPerMinute));

    public static IReadOnlyList<Timeframe> Timeframes { get; } = [.. Timeframe.All.Where(timeframe => timeframe.Name != "10M")];

    public static string Time => "/api/v3/time";

    public static string Markets => "/api/v3/exchangeInfo";

    public static string Tickers => "/api/v3/ticker/24hr";

    /// <summary>Bars in the order of their times, the first ones of the range.</summary>
    public static string Candles(Symbol symbol, Timeframe timeframe, TimeRange range, int count) =>
        FormattableString.Invariant(
            $"/api/v3/klines?symbol={Code(symbol)}&interval={Interval(timeframe)}&startTime={Milliseconds(range.StartUtc)}&endTime={Milliseconds(range.EndUtc) - 1}&limit={count}"
        );

    /// <summary>The first bar there ever was.</summary>
    public static string FirstCandle(Symbol symbol, Timeframe timeframe) =>
        $"/api/v3/klines?symbol={Code(symbol)}&interval={Interval(timeframe)}&startTime=0&limit=1";

    /// <summary>Trades since a time, the first ones of a minute more.</summary>
    public static string Trades(Symbol symbol, long sinceUtc) =>
        FormattableString.Invariant($"/api/v3/aggTrades?symbol={Code(symbol)}&startTime={Milliseconds(sinceUtc)}&limit={MaximumTrades}");

    /// <summary>Trades from a number on.</summary>
    public static string TradesFrom(Symbol symbol, long id) =>
        FormattableString.Invariant($"/api/v3/aggTrades?symbol={Code(symbol)}&fromId={id}&limit={MaximumTrades}");

    public static string Code(Symbol symbol) => symbol.Base + symbol.Quote;

    // Here 1M is a month and 1m a minute.
    private static string Interval(Timeframe timeframe) => timeframe == Timeframe.OneMonth ? "1M" : timeframe.Name.ToLowerInvariant();

    private static long Milliseconds(long utc) => (utc + 999) / 1_000;
}
