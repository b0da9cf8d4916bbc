using Bokgi.Markets;

namespace Bokgi.Host.Collection;

/// <summary>A series to collect.</summary>
/// <param name="Exchange">The exchange.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
internal sealed record CollectionSeries(string Exchange, Symbol Symbol, Timeframe Timeframe)
{
    public override string ToString() => $"{Symbol} {Timeframe}";
}
