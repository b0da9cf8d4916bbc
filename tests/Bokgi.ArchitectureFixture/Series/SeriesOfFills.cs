using Bokgi.ArchitectureFixture.Trading;

namespace Bokgi.ArchitectureFixture.Series;

/// <summary>Breaks the rule that Series uses only Markets: has fills.</summary>
internal sealed record SeriesOfFills(IReadOnlyList<Fill> Fills);
