namespace Bokgi.Host.Collection;

/// <summary>A series of an exchange to collect.</summary>
internal sealed record CollectionSeries(string Exchange, Symbol Symbol, Timeframe Timeframe)
{
    public override string ToString() => $"{Symbol} {Timeframe}";
}
