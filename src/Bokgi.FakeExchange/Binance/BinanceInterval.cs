using Bokgi.Markets;

namespace Bokgi.FakeExchange.Binance;

/// <summary>
/// An interval of Binance's klines, as a number of bars, because some intervals are not timeframes of Bokgi.
/// </summary>
/// <param name="Bars">The timeframe of the bars.</param>
/// <param name="Count">How many of those bars form one kline.</param>
internal sealed record BinanceInterval(Timeframe Bars, int Count)
{
    private static readonly Dictionary<string, BinanceInterval> All = new(StringComparer.Ordinal)
    {
        ["1s"] = Of("1S"),
        ["1m"] = Of("1M"),
        ["3m"] = Of("3M"),
        ["5m"] = Of("5M"),
        ["15m"] = Of("15M"),
        ["30m"] = Of("30M"),
        ["1h"] = Of("1H"),
        ["2h"] = Of("1H", 2),
        ["4h"] = Of("4H"),
        ["6h"] = Of("1H", 6),
        ["8h"] = Of("4H", 2),
        ["12h"] = Of("4H", 3),
        ["1d"] = Of("1D"),
        ["3d"] = Of("1D", 3),
        ["1w"] = Of("1W"),
        ["1M"] = Of("1MO"),
    };

    /// <summary>Finds an interval by its Binance name, in which m means minutes and M months; null if there is none.</summary>
    public static BinanceInterval? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The open of the kline that contains a time.</summary>
    public long OpenOf(long timeUtc) => Count == 1 ? Bars.OpenOf(timeUtc) : timeUtc - (timeUtc % (Bars.NominalMicroseconds * Count));

    /// <summary>The end of the kline with the given open.</summary>
    public long EndOf(long openUtc) => Count == 1 ? Bars.EndOf(openUtc) : openUtc + (Bars.NominalMicroseconds * Count);

    private static BinanceInterval Of(string name, int count = 1) => new(Timeframe.Parse(name), count);
}
