using System.Globalization;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.UnitTests.Import;

/// <summary>Creates random bars, and formats their values for the random files of the import tests.</summary>
internal static class RandomFile
{
    public static Candle[] Bars(Random random, Timeframe timeframe)
    {
        var time = timeframe.OpenOf(
            UnixTime.FromDateTime(
                new DateTime(
                    2018 + random.Next(7),
                    1 + random.Next(12),
                    1 + random.Next(28),
                    random.Next(24),
                    random.Next(60),
                    0,
                    DateTimeKind.Utc
                )
            )
        );
        var price = 10 + (random.NextDouble() * 100_000);
        var bars = new List<Candle>();
        for (var i = 3 + random.Next(30); i > 0; i--)
        {
            var open = Math.Round(price, 4);
            price *= 0.98 + (random.NextDouble() * 0.04);
            var close = Math.Round(price, 4);
            var high = Math.Round(Math.Max(open, close) * (1.0001 + (random.NextDouble() * 0.01)), 4);
            var low = Math.Round(Math.Min(open, close) * (0.9999 - (random.NextDouble() * 0.01)), 4);
            bars.Add(new Candle(time, open, high, low, close, Math.Round(0.001 + (random.NextDouble() * 500), 5)));
            var hasGap = random.Next(10) == 0;
            time += timeframe.NominalMicroseconds * (hasGap ? 2 + random.Next(5) : 1);
        }

        return [.. bars];
    }

    /// <summary>The JSON of one cell. A column whose name is not listed here holds the volume in the quote currency.</summary>
    public static string Value(Candle bar, string column, TimeFormat timeFormat) =>
        column switch
        {
            "time" => $"\"{timeFormat.Write(bar.TimeUtc)}\"",
            "open" => Number(bar.Open),
            "high" => Number(bar.High),
            "low" => Number(bar.Low),
            "close" => Number(bar.Close),
            "volume" => Number(bar.Volume),
            _ => Number(bar.Volume * bar.Close),
        };

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static DateTime LocalTime(long utc, int offsetMinutes) => UnixTime.ToDateTime(utc).AddMinutes(offsetMinutes);

    public static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    public static void Shuffle<T>(Random random, IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
