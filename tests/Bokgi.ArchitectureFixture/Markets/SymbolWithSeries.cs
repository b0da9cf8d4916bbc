using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Markets;

/// <summary>Breach: Markets may use no other folder.</summary>
internal sealed record SymbolWithSeries(CandleSeries Series);
