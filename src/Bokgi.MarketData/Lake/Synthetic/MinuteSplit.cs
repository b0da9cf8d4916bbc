using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Synthetic;

/// <summary>
/// Splits an hour's candle into minutes. The first minute opens at the hour's open, the last closes at the hour's close, and the minutes reach
/// the hour's high and low.
/// </summary>
/// <remarks>
/// Minutes without a trade are then dropped. The dropped minutes may include those with the hour's high or close, so the caller rebuilds the
/// hour from the remaining minutes.
/// </remarks>
internal sealed class MinuteSplit(SyntheticMarket market, SyntheticRandom random)
{
    private const int Minutes = 60;

    private readonly double[] path = new double[Minutes + 1];
    private readonly double[] weights = new double[Minutes];

    /// <summary>The minutes of an hour that had a trade, oldest first.</summary>
    public List<Candle> Split(Candle hour)
    {
        WalkFromOpenToClose(hour);
        var totalWeight = ComputeWeights();
        var minutes = new List<Candle>(Minutes);
        for (var i = 0; i < Minutes; i++)
        {
            var (top, bottom) = (Math.Max(path[i], path[i + 1]), Math.Min(path[i], path[i + 1]));
            var wickRange = (hour.High - hour.Low) * 0.05;
            minutes.Add(
                new Candle(
                    hour.TimeUtc + (i * Timeframe.OneMinute.NominalMicroseconds),
                    Open: path[i],
                    High: Math.Min(UpbitPriceSteps.Newest.RoundToNearest(top + (wickRange * random.NextDouble())), hour.High),
                    Low: Math.Max(UpbitPriceSteps.Newest.RoundToNearest(bottom - (wickRange * random.NextDouble())), hour.Low),
                    Close: path[i + 1],
                    Volume: Math.Round(hour.Volume * weights[i] / totalWeight * 1e8) / 1e8
                )
            );
        }

        TouchHighAndLow(minutes, hour);
        minutes.RemoveAll(minute => minute.Volume <= 0 || random.NextDouble() < market.IdleShare);
        return minutes;
    }

    // A Brownian bridge: a random walk that starts and ends at 0 is added to the straight line from open to close.
    private void WalkFromOpenToClose(Candle hour)
    {
        var step = (hour.High - hour.Low) * 0.08;
        path[0] = 0;
        for (var i = 1; i <= Minutes; i++)
            path[i] = path[i - 1] + (step * random.NextNormal());
        var end = path[Minutes];
        for (var i = 0; i <= Minutes; i++)
        {
            var share = (double)i / Minutes;
            var price = hour.Open + ((hour.Close - hour.Open) * share) + path[i] - (end * share);
            path[i] = Math.Clamp(UpbitPriceSteps.Newest.RoundToNearest(Math.Clamp(price, hour.Low, hour.High)), hour.Low, hour.High);
        }
    }

    // Each minute's weight in the hour's volume: a base, a random part that is large in few minutes, and a part for the price change.
    private double ComputeWeights()
    {
        var total = 0.0;
        for (var i = 0; i < Minutes; i++)
        {
            var draw = random.NextDouble();
            weights[i] = 0.15 + (draw * draw * draw * 3) + (Math.Abs(path[i + 1] - path[i]) / path[i] * 300);
            total += weights[i];
        }

        return total;
    }

    private static void TouchHighAndLow(List<Candle> minutes, Candle hour)
    {
        var (highest, lowest) = (0, 0);
        for (var i = 1; i < minutes.Count; i++)
        {
            highest = minutes[i].High > minutes[highest].High ? i : highest;
            lowest = minutes[i].Low < minutes[lowest].Low ? i : lowest;
        }

        minutes[highest] = minutes[highest] with { High = hour.High };
        minutes[lowest] = minutes[lowest] with { Low = hour.Low };
    }
}
