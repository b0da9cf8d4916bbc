using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.PaperTrading.Documents;

/// <summary>A page of a session's signals, newest first.</summary>
internal sealed record SignalHistory(
    string SessionId,
    int Total,
    int Limit,
    int Offset,
    IReadOnlyList<SignalHistory.PaperSignalDocument> Signals
)
{
    /// <summary>A signal.</summary>
    /// <param name="Symbol">The market.</param>
    /// <param name="StrategyName">The strategy.</param>
    /// <param name="Timestamp">When its bar opened.</param>
    /// <param name="Price">Close of its bar.</param>
    /// <param name="Confidence">From 0 to 1.</param>
    /// <param name="IsOrder">Whether it became an order.</param>
    /// <param name="Late">Whether its bar was late: fetched only after the next bar had closed.</param>
    public sealed record PaperSignalDocument(
        string Symbol,
        string StrategyName,
        string Timestamp,
        double Price,
        double Confidence,
        bool IsOrder,
        bool Late
    )
    {
        public static PaperSignalDocument Of(PaperSignalRow row) =>
            new(row.Symbol, row.Strategy, UnixTime.Format(row.BarUtc), row.Price, row.Confidence, row.IsOrder, row.IsLate);
    }
}
