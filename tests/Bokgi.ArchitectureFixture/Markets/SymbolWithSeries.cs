using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.Markets;

/// <summary>Breaks the rule that Markets uses no other folder: has a candle series.</summary>
internal sealed record SymbolWithSeries(CandleSeries Series);
