using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.MarketData.Lake;

internal sealed class CandleLake(TimeProvider clock)
{
    public DateTimeOffset Opened { get; } = clock.GetUtcNow();

    public CandleSeries? NewestSeries { get; set; }
}
