namespace Bokgi.Series;

/// <summary>What <see cref="CandleOrder.Compact"/> corrected.</summary>
/// <param name="OutOfOrder">How many rows had a time before that of the preceding row.</param>
/// <param name="Duplicates">How many rows were removed because a later row has the same time.</param>
/// <param name="Differing">How many of the removed rows differed in their values from the row that replaced them.</param>
internal readonly record struct CompactionCounts(int OutOfOrder, int Duplicates, int Differing);
