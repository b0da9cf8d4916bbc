namespace Bokgi.Series;

/// <summary>What was put right in rows while more of them were still to come.</summary>
/// <param name="OutOfOrder">How many rows had a time before that of the row in front of them.</param>
/// <param name="Duplicates">How many rows were left out.</param>
/// <param name="Differing">How many of those had other values than the row that stayed.</param>
internal readonly record struct CompactionTally(int OutOfOrder, int Duplicates, int Differing);
