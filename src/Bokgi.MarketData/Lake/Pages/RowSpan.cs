namespace Bokgi.MarketData.Lake.Pages;

/// <summary>Neighbouring rows of a row group.</summary>
/// <param name="Group">The number of the row group.</param>
/// <param name="From">The first row.</param>
/// <param name="Count">How many rows, at least one.</param>
internal readonly record struct RowSpan(int Group, int From, int Count);
