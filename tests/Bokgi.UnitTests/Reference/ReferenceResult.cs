namespace Bokgi.UnitTests.Reference;

/// <summary>What a run of one pair, or of several added up, comes to.</summary>
/// <remarks>The figures go by their names in the specification and are null where they cannot be computed.</remarks>
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
