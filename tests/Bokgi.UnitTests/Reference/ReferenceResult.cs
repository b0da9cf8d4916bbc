namespace Bokgi.UnitTests.Reference;

/// <summary>The result of a run of one pair, or of several pairs added up.</summary>
/// <remarks>
/// The figures have the names of the specification; a figure that cannot be computed is null. UnfilledEntries counts the entries that were
/// not made because the candles ended before they could be filled.
/// </remarks>
internal sealed record ReferenceResult(
    IReadOnlyList<ReferenceSignal> Signals,
    IReadOnlyList<ReferenceTrade> Trades,
    int UnfilledEntries,
    ReferenceCurve Curve,
    IReadOnlyDictionary<string, double?> Figures,
    ReferenceStudy Study
)
{
    /// <summary>Entries that were not made because they were below the exchange's minimum order value.</summary>
    public int TooSmallEntries { get; init; }
}
