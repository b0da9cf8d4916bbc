namespace Bokgi.Host.Backtests.Documents;

/// <summary>A symbol that a run was asked for and that had no usable candle.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Invalid">Its candles in the range, all of them invalid; 0 when it has none.</param>
/// <param name="Reasons">Why they are invalid, the commonest reason first.</param>
internal sealed record LeftOutDocument(string Symbol, int Invalid, IReadOnlyList<string> Reasons);
