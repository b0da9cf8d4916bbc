using Bokgi.ArchitectureFixture.Trading;

namespace Bokgi.ArchitectureFixture.Series;

/// <summary>Breach: Series may use only Markets.</summary>
internal sealed record SeriesOfFills(IReadOnlyList<Fill> Fills);
