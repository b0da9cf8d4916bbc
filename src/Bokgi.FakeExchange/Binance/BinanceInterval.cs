using Bokgi.Markets;

namespace Bokgi.FakeExchange.Binance;

/// <summary>
/// An interval of Binance's klines, as a number of bars of one of Bokgi's timeframes, because some intervals, such as 2h, are not timeframes
/// of Bokgi.
/// </summary>
/// <param name="BarTimeframe">The timeframe of the bars.</param>
/// <param name="BarsPerKline">How many of those bars form one kline.</param>
internal sealed record BinanceInterval(Timeframe BarTimeframe, int BarsPerKline)
{
    private static readonly Dictionary<string, BinanceInterval> All = new(StringComparer.Ordinal)
    {
        ["1s"] = Create("1S"),
        ["1m"] = Create("1M"),
        ["3m"] = Create("3M"),
        ["5m"] = Create("5M"),
        ["15m"] = Create("15M"),
        ["30m"] = Create("30M"),
        ["1h"] = Create("1H"),
        ["2h"] = Create("1H", 2),
        ["4h"] = Create("4H"),
        ["6h"] = Create("1H", 6),
        ["8h"] = Create("4H", 2),
        ["12h"] = Create("4H", 3),
        ["1d"] = Create("1D"),
        ["3d"] = Create("1D", 3),
        ["1w"] = Create("1W"),
        ["1M"] = Create("1MO"),
    };

    /// <summary>Finds an interval by its Binance name, in which m means minutes and M months; null if there is none.</summary>
    public static BinanceInterval? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The open of the kline that contains a time. Klines of several bars are counted from 1970.</summary>
    public long OpenOf(long timeUtc) =>
        BarsPerKline == 1 ? BarTimeframe.OpenOf(timeUtc) : timeUtc - (timeUtc % (BarTimeframe.NominalMicroseconds * BarsPerKline));

    /// <summary>The end of the kline with the given open.</summary>
    public long EndOf(long openUtc) =>
        BarsPerKline == 1 ? BarTimeframe.EndOf(openUtc) : openUtc + (BarTimeframe.NominalMicroseconds * BarsPerKline);

    private static BinanceInterval Create(string barTimeframe, int barsPerKline = 1) => new(Timeframe.Parse(barTimeframe), barsPerKline);
}
