using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Synthetic;

/// <summary>The hours in which the synthetic exchange is closed for all markets: a few hours before dawn in Korea, about once a quarter.</summary>
internal sealed class MaintenanceHours
{
    private readonly List<TimeRange> closed = [];

    public MaintenanceHours(ulong seed, long startUtc, long endUtc)
    {
        var random = new SyntheticRandom(seed, "maintenance");
        var day = endUtc - (12 * UnixTime.MicrosecondsPerDay);
        while (day > startUtc)
        {
            var hourUtc = 17 + random.NextBelow(3); // 02:00 to 04:00 in Korea
            var hours = 2 + random.NextBelow(4);
            var from = day + (hourUtc * Timeframe.OneHour.NominalMicroseconds);
            closed.Add(new TimeRange(from, from + (hours * Timeframe.OneHour.NominalMicroseconds)));
            day -= (75 + random.NextBelow(30)) * UnixTime.MicrosecondsPerDay; // a quarter on average
        }
    }

    public bool IsClosedAt(long timeUtc) => closed.Exists(range => range.Contains(timeUtc));
}
