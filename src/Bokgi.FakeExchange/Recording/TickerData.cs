using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.FakeExchange.Recording;

/// <summary>A market's ticker data as of a given time. The day begins at 00:00 UTC.</summary>
/// <param name="Price">Last price.</param>
/// <param name="DayBar">The day's bar up to that time; the last closed bar for a market without trades.</param>
/// <param name="PreviousClose">Close of the last day with trades before this day, or this day's open if there is none.</param>
/// <param name="Last24HoursBar">
/// The bar of the 24 hours up to that time; the last closed bar for a market without trades. Its close is the last price.
/// </param>
/// <param name="LastTrade">The last trade; null for a market without trades.</param>
internal sealed record TickerData(double Price, Candle DayBar, double PreviousClose, Candle Last24HoursBar, GeneratedTrade? LastTrade)
{
    /// <summary>The data of a market as of a given time; null if the market had no bars yet.</summary>
    public static TickerData? Compute(RecordedMarket market, long nowUtc)
    {
        if (market.LastTradeAt(nowUtc) is { } last)
        {
            var day = market.FormingBarAt(Timeframe.OneDay, nowUtc) ?? FlatDayBar(nowUtc, (double)last.Trade.Price);
            return new TickerData(
                (double)last.Trade.Price,
                day,
                (double?)PreviousDayClose(market, nowUtc) ?? day.Open,
                BuildLast24HoursBar(market, last.BarIndex, nowUtc) ?? day,
                last.Trade
            );
        }

        var shortest = market.StoredTimeframes[0];
        var closed = market.CountClosedBars(shortest, nowUtc);
        if (closed == 0)
            return null;
        var bar = market.GetSeries(shortest)[closed - 1];
        return new TickerData(bar.Close, bar, (double?)PreviousDayClose(market, nowUtc) ?? bar.Open, bar, null);
    }

    /// <summary>The close of the last day before the day of the given time; null if there is none.</summary>
    public static decimal? PreviousDayClose(RecordedMarket market, long timeUtc)
    {
        var days = market.GetSeries(Timeframe.OneDay);
        var index = days.FirstIndexAtOrAfter(Timeframe.OneDay.OpenOf(timeUtc)) - 1;
        return index < 0 ? null : TradeGenerator.ToExactDecimal(days.Close[index]);
    }

    private static Candle FlatDayBar(long nowUtc, double price) => new(Timeframe.OneDay.OpenOf(nowUtc), price, price, price, price, 0);

    private static Candle? BuildLast24HoursBar(RecordedMarket market, int lastBarIndex, long nowUtc)
    {
        var bars = market.GetSeries(market.SourceTimeframe!);
        var rollingBar = market.FormingBarAt(market.SourceTimeframe!, nowUtc);
        var index = rollingBar is null ? lastBarIndex : lastBarIndex - 1;
        for (; index >= 0 && bars.Times[index] > nowUtc - UnixTime.MicrosecondsPerDay; index--)
        {
            rollingBar = rollingBar is { } later
                ? bars[index] with
                {
                    High = Math.Max(bars.High[index], later.High),
                    Low = Math.Min(bars.Low[index], later.Low),
                    Close = later.Close,
                    Volume = bars.Volume[index] + later.Volume,
                }
                : bars[index];
        }

        return rollingBar;
    }
}
