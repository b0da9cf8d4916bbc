namespace Bokgi.Host.Runs.Documents;

/// <summary>A requested symbol that had no usable candle.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Invalid">The number of its candles in the range, all of them invalid; 0 when it has none.</param>
/// <param name="Reasons">Why they are invalid, most frequent reason first.</param>
internal sealed record SkippedSymbolDocument(string Symbol, int Invalid, IReadOnlyList<string> Reasons);
