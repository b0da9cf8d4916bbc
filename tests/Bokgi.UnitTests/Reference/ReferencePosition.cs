using Bokgi.Series;

namespace Bokgi.UnitTests.Reference;

/// <summary>An open position and the bars it has been held through so far.</summary>
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
    /// <summary>The bars whose low and high lie, as a whole or up to a stop, after the entry.</summary>
    public List<Candle> BarsHeld { get; } = [];
}
