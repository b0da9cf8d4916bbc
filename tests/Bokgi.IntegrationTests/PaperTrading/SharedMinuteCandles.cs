using Bokgi.IntegrationTests.Collection;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>Three days of one-minute candles of five markets in the shared lake, and requests for sessions on them.</summary>
internal static class SharedMinuteCandles
{
    public static readonly string[] Symbols = ["BTC_KRW", "DOGE_KRW", "ETH_KRW", "SOL_KRW", "XRP_KRW"];

    /// <summary>The recorded time at which the fake exchange starts its replay, in the format of its <c>--from</c> option.</summary>
    public const string ReplayStart = "2025-09-10T03:00:30Z";

    /// <summary>
    /// The candles that the fake exchange must report for a range, taken from the shared lake. If the range starts at
    /// <see cref="long.MinValue"/>, only the candles of its last day.
    /// </summary>
    public static IEnumerable<Candle> ExchangeCandles(Symbol symbol, TimeRange range) =>
        FakeUpbit.ExpectedCandles(
            symbol.Code,
            Timeframe.OneMinute,
            range.StartUtc == long.MinValue ? range with { StartUtc = range.EndUtc - UnixTime.MicrosecondsPerDay } : range
        );

    /// <summary>Converts minutes to microseconds.</summary>
    public static long Minutes(int count) => count * 60 * UnixTime.MicrosecondsPerSecond;

    /// <summary>A request for a session on the given markets, with both strategies on each and Upbit's costs.</summary>
    public static object Request(params IEnumerable<string> symbols) =>
        new
        {
            symbols,
            strategies = symbols.ToDictionary(symbol => symbol, _ => new object[] { ZoneBreakout(), LongCandle() }),
            timeframe = "1M",
            costs = "upbit",
            stop_loss_pct = 0.004,
            take_profit_pct = 0.005,
        };

    private static object ZoneBreakout() =>
        new
        {
            strategy_name = "volume_zone_breakout",
            @params = new
            {
                volume_window = 30,
                top_percentile = 0.2,
                breakout_buffer = 0.0,
                hold_period_bars = 5,
            },
        };

    private static object LongCandle() =>
        new
        {
            strategy_name = "volume_long_candle",
            @params = new
            {
                body_pct = 0.0008,
                vol_multiplier = 1.2,
                hold_period_bars = 3,
            },
        };
}
