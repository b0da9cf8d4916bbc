namespace Bokgi.UnitTests.Reference;

/// <summary>One trade, from entry to exit.</summary>
/// <remarks>Bars are indices into the given candles, times are microseconds, excursions are fractions of the entry price.</remarks>
internal sealed record ReferenceTrade(
    int EntryBar,
    int ExitBar,
    long EntryTimeUtc,
    long ExitTimeUtc,
    double EntryPrice,
    double ExitPrice,
    double Quantity,
    double Fees,
    double SlippageCost,
    double EntryCost,
    double Pnl,
    string ExitReason,
    double Confidence,
    double AdverseExcursion,
    double FavourableExcursion
)
{
    public double Return => Pnl / EntryCost;

    public int BarsHeld => ExitBar - EntryBar;
}
