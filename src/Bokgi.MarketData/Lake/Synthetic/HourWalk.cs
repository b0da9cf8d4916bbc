using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Synthetic;

/// <summary>
/// Generates hourly candles by a random walk of the price with temporary trends, volatility clusters, and bursts of price and volume.
/// </summary>
/// <remarks>Uses only + - * / and square roots, whose results are identical to the last bit on every machine.</remarks>
internal sealed class HourWalk(SyntheticMarket market, SyntheticRandom random)
{
    private const double BurstShare = 1 / 130.0; // of all hours
    private const double UpwardBurstShare = 0.62; // of all bursts
    private const double StartShareOfLevel = 0.6; // the first price, as a share of the market's level

    private const double MaximumVariance = 4;

    // The current variance of hourly returns, as a multiple of the market's usual variance (the square of its volatility).
    private double variance = 1;
    private double price = market.Level * StartShareOfLevel;
    private double trend; // price change per hour, a fraction
    private int trendHoursLeft;
    private double volumeBoost; // extra volume after a burst, as a multiple of the usual volume

    /// <param name="timeUtc">The open time of the hour, microseconds since the Unix epoch, UTC.</param>
    /// <param name="progress">The share of the hours generated so far, 0 to 1.</param>
    public Candle Next(long timeUtc, double progress)
    {
        var scale = market.Volatility * Math.Sqrt(variance);
        var move = NextMove(scale, progress);
        var open = UpbitPriceSteps.Newest.RoundToNearest(price);
        var close = UpbitPriceSteps.Newest.RoundToNearest(open * (1 + move));
        var high = UpbitPriceSteps.Newest.RoundToNearest(Math.Max(open, close) * (1 + NextWick(scale)));
        var low = UpbitPriceSteps.Newest.RoundToNearest(Math.Min(open, close) * (1 - NextWick(scale)));
        price = close;
        return new Candle(timeUtc, open, high, low, close, NextVolume(timeUtc, Math.Abs(move) / market.Volatility));
    }

    // The price change of the next hour, as a fraction.
    private double NextMove(double scale, double progress)
    {
        if (trendHoursLeft-- <= 0)
        {
            trendHoursLeft = 48 + random.NextBelow(360); // a trend lasts 2 to 17 days
            trend =
                random.NextBelow(3) switch
                {
                    0 => 0.10,
                    1 => -0.10,
                    _ => 0,
                } * market.Volatility;
        }

        var shock = scale * random.NextNormal();
        if (random.NextDouble() < BurstShare)
        {
            shock = market.Volatility * random.NextBetween(3.4, 6.0) * (random.NextDouble() < UpwardBurstShare ? 1 : -1);
            volumeBoost += random.NextBetween(0.5, 1.5);
        }

        // A GARCH(1,1) step (Bollerslev 1986): large moves are followed by large moves.
        var surprise = Math.Min(shock * shock / (market.Volatility * market.Volatility), 12);
        variance = Math.Min(0.048 + (0.86 * variance) + (0.08 * surprise), MaximumVariance);
        volumeBoost *= 0.85;

        // A weak pull keeps the price near an anchor, which rises to the market's level by the last hour.
        var anchor = market.Level * (StartShareOfLevel + ((1 - StartShareOfLevel) * progress));
        return Math.Clamp(trend - (0.0012 * ((price / anchor) - 1)) + shock, -0.15, 0.15);
    }

    // The length of the next wick, as a fraction of the price.
    private double NextWick(double scale) => Math.Min(0.45 * scale * Math.Abs(random.NextNormal()), 0.03);

    // Volume is high in the Korean evening and low before dawn; large moves have several times the usual volume.
    private double NextVolume(long timeUtc, double relativeMove)
    {
        var hourKst = (int)((timeUtc + KoreanTime.OffsetMicroseconds) / Timeframe.OneHour.NominalMicroseconds % 24);
        var hourFactor = hourKst switch
        {
            < 2 => 1.0,
            < 7 => 0.6,
            < 9 => 0.8,
            < 11 => 1.3,
            < 20 => 1.0,
            _ => 1.3,
        };
        var turnover =
            market.DailyTurnover
            / 24
            * hourFactor
            * random.NextBetween(0.65, 1.35)
            * (0.5 + (0.3 * relativeMove) + (0.2 * relativeMove * relativeMove))
            * (1 + volumeBoost);
        return Math.Round(turnover / price * 1e8) / 1e8;
    }
}
