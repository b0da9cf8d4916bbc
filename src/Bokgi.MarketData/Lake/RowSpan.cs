namespace Bokgi.MarketData.Lake;

/// <summary>Consecutive rows of a row group.</summary>
/// <param name="Group">The index of the row group.</param>
/// <param name="From">The index of the first row.</param>
/// <param name="Count">The number of rows, at least one.</param>
internal readonly record struct RowSpan(int Group, int From, int Count);
