using Bokgi.Series;

namespace Bokgi.UnitTests.Reference;

/// <summary>An open position and the bars that it has been held for.</summary>
internal sealed record ReferencePosition(
    int EntryBar,
    long EntryTimeUtc,
    double RawPrice,
    double Fill,
    double Quantity,
    double Cost,
    double Confidence
)
{
    /// <summary>The bars whose low and high count for the position: those entirely after the entry, or up to a stop.</summary>
    public List<Candle> BarsHeld { get; } = [];
}
