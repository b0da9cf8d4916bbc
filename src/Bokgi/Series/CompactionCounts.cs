namespace Bokgi.Series;

/// <summary>What was corrected in rows while more rows were still to come.</summary>
/// <param name="OutOfOrder">How many rows had a time before that of the preceding row.</param>
/// <param name="Duplicates">How many rows were removed because a later row has the same time.</param>
/// <param name="Differing">How many removed rows had other values than the row that replaced them.</param>
internal readonly record struct CompactionCounts(int OutOfOrder, int Duplicates, int Differing);
