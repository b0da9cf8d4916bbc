namespace Bokgi.MarketData.Lake.Import;

/// <summary>How far apart the times of a file lie.</summary>
internal static class BarSpacing
{
    /// <summary>The most frequent distance between neighbours, in microseconds; null with fewer than two times.</summary>
    /// <param name="times">Strictly increasing.</param>
    public static long? MostFrequent(ReadOnlySpan<long> times)
    {
        var counts = new Dictionary<long, int>();
        for (var i = 1; i < times.Length; i++)
            counts[times[i] - times[i - 1]] = counts.GetValueOrDefault(times[i] - times[i - 1]) + 1;
        return counts.Count == 0 ? null : counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
    }

    /// <summary>A distance as a person says it.</summary>
    public static string Describe(long microseconds) =>
        ExchangeTimeframe.OfLength(microseconds) is { } timeframe ? timeframe.Name : TimeSpan.FromMicroseconds(microseconds).ToString();
}
