namespace Bokgi.Host.Reports.Charts;

/// <summary>An equity curve, one array per column.</summary>
/// <param name="Symbol">The market; null if the curve is the sum over all active markets.</param>
/// <param name="TotalPoints">The number of points before thinning.</param>
/// <param name="Timestamp">Bar open times.</param>
/// <param name="Equity">Quote currency, at each bar's close.</param>
/// <param name="Drawdown">The fraction lost since the highest equity so far, 0 or positive.</param>
/// <param name="BuyAndHold">
/// The value of the same cash if it had bought at each symbol's first open and held, without costs; null for a run of an
/// earlier version, which did not store it, if its candles have changed or are gone.
/// </param>
internal sealed record EquityDocument(
    string? Symbol,
    int TotalPoints,
    IReadOnlyList<string> Timestamp,
    IReadOnlyList<double> Equity,
    IReadOnlyList<double> Drawdown,
    IReadOnlyList<double>? BuyAndHold
);
