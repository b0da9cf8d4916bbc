namespace Bokgi.MarketData.Lake.Import;

/// <summary>Measures the distances between consecutive times of a file.</summary>
internal static class BarSpacing
{
    /// <summary>The most frequent distance between consecutive times, in microseconds; null with fewer than two times.</summary>
    /// <param name="times">Strictly increasing.</param>
    public static long? MostFrequent(ReadOnlySpan<long> times)
    {
        var counts = new Dictionary<long, int>();
        for (var i = 1; i < times.Length; i++)
        {
            var distance = times[i] - times[i - 1];
            counts[distance] = counts.GetValueOrDefault(distance) + 1;
        }

        return counts.Count == 0 ? null : counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
    }

    /// <summary>Whether most consecutive times are exactly <paramref name="microseconds"/> apart, and none are closer.</summary>
    public static bool IsRegular(ReadOnlySpan<long> times, long microseconds)
    {
        var regular = 0;
        for (var i = 1; i < times.Length; i++)
        {
            var distance = times[i] - times[i - 1];
            if (distance < microseconds)
                return false;
            regular += distance == microseconds ? 1 : 0;
        }

        return regular * 2 > times.Length - 1;
    }

    /// <summary>Formats a distance for the user.</summary>
    public static string Describe(long microseconds) =>
        ExchangeTimeframe.FromLength(microseconds) is { } timeframe ? timeframe.Name : TimeSpan.FromMicroseconds(microseconds).ToString();
}
