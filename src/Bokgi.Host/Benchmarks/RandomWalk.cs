namespace Bokgi.Host.Benchmarks;

/// <summary>Random-walk candles with occasional bursts of volume; the same seed gives the same candles.</summary>
internal static class RandomWalk
{
    public static CandleSeries CreateSeries(Symbol symbol, Timeframe timeframe, int count, int seed)
    {
        var random = new Random(seed);
        var start = UnixTime.FromDateTime(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var columns = new CandleColumns(count);
        var price = 50_000_000.0;
        for (var i = 0; i < count; i++)
        {
            // 2 % of the candles have five times the volume and five times the price movement.
            var burst = random.NextDouble() < 0.02 ? 5 : 1;
            var open = price;
            price *= Math.Exp((random.NextDouble() - 0.5) * 0.01 * burst);
            var high = Math.Max(open, price) * (1 + (random.NextDouble() * 0.002));
            var low = Math.Min(open, price) * (1 - (random.NextDouble() * 0.002));
            columns.Add(
                new Candle(start + (i * timeframe.NominalMicroseconds), open, high, low, price, (1 + random.NextDouble()) * 10 * burst)
            );
        }

        return CandleSeries.FromColumns(symbol, timeframe, columns);
    }
}
