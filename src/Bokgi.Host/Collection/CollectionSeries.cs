using Bokgi.Markets;

namespace Bokgi.Host.Collection;

/// <summary>Candles that are collected.</summary>
/// <param name="Exchange">Where they come from.</param>
/// <param name="Symbol">The market.</param>
/// <param name="Timeframe">The length of the bars.</param>
internal sealed record CollectionSeries(string Exchange, Symbol Symbol, Timeframe Timeframe)
{
    public override string ToString() => $"{Symbol} {Timeframe}";
}
