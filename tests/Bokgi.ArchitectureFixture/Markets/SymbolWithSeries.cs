using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Markets;

/// <summary>Breach: Markets uses nothing.</summary>
internal sealed record SymbolWithSeries(CandleSeries Series);
