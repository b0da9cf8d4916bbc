using Bokgi.ArchitectureFixture.Trading;

namespace Bokgi.ArchitectureFixture.Series;

/// <summary>Breach: Series uses Markets only.</summary>
internal sealed record SeriesOfFills(IReadOnlyList<Fill> Fills);
