namespace Bokgi.UnitTests.Reference;

/// <summary>The result of a run of one pair, or of several pairs added up.</summary>
/// <remarks>The figures have the names of the specification; null where they cannot be computed.</remarks>
internal sealed record ReferenceResult(
    IReadOnlyList<ReferenceSignal> Signals,
    IReadOnlyList<ReferenceTrade> Trades,
    int Unfilled,
    ReferenceCurve Curve,
    IReadOnlyDictionary<string, double?> Figures,
    ReferenceStudy Study
)
{
    public int TooSmall { get; init; }
}
