using System.Globalization;
using Bokgi.MarketData.Exchanges.Http;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Upbit;

/// <summary>
/// The paths of the requests to Upbit, and the groups of requests that Upbit limits together: at most ten requests a second in each group.
/// </summary>
internal static class UpbitRequests
{
    public const int MaximumCandles = 200;
    public const int MaximumTrades = 500;
    public const int MaximumTradeDays = 7;

    // Nine requests a second instead of ten, because delays in the network may bring requests closer together.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.0 / 9);

    public static RateGroup MarketGroup { get; } = new("market", Interval);

    public static RateGroup CandleGroup { get; } = new("candles", Interval);

    public static RateGroup TickerGroup { get; } = new("ticker", Interval);

    public static RateGroup TradeGroup { get; } = new("trades", Interval);

    public static RateGroup OrderbookGroup { get; } = new("orderbook", Interval);

    public static IReadOnlyList<Timeframe> Timeframes => Timeframe.All;

    /// <summary>
    /// The request by which the exchange's time is read. Every response has the time in a header; this is the shortest request that always
    /// succeeds.
    /// </summary>
    public static string Time => "/v1/market/all?is_details=false";

    public static string Markets => "/v1/market/all?is_details=true";

    public static string Instruments(IEnumerable<string> codes) => $"/v1/orderbook/instruments?markets={string.Join(',', codes)}";

    /// <param name="symbol">The market.</param>
    /// <param name="timeframe">The length of the bars.</param>
    /// <param name="beforeUtc">Only bars that open before this time are requested, microseconds UTC.</param>
    /// <param name="count">The maximum number of bars, the newest first; at most 200.</param>
    public static string Candles(Symbol symbol, Timeframe timeframe, long beforeUtc, int count) =>
        FormattableString.Invariant(
            $"/v1/candles/{CandlePath(timeframe)}?market={symbol.QuoteFirstCode}&to={Iso8601(beforeUtc)}&count={count}"
        );

    public static string Tickers(IEnumerable<string> quotes) => $"/v1/ticker/all?quote_currencies={string.Join(',', quotes)}";

    /// <param name="symbol">The market.</param>
    /// <param name="daysAgo">How many days before today, UTC, the trades happened; 0 is today.</param>
    /// <param name="cursor">The id of a trade, to request the trades before it; null for the newest.</param>
    public static string Trades(Symbol symbol, int daysAgo, long? cursor) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"/v1/trades/ticks?market={symbol.QuoteFirstCode}&count={MaximumTrades}{(daysAgo > 0 ? $"&days_ago={daysAgo}" : string.Empty)}{(cursor is { } id ? $"&cursor={id}" : string.Empty)}"
        );

    private static string CandlePath(Timeframe timeframe) =>
        timeframe.Name switch
        {
            "1S" => "seconds",
            "1H" => "minutes/60",
            "4H" => "minutes/240",
            "1D" => "days",
            "1W" => "weeks",
            "1MO" => "months",
            var minutes => $"minutes/{minutes[..^1]}",
        };

    private static string Iso8601(long utc) => UnixTime.ToDateTime(utc).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
