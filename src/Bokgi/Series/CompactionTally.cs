namespace Bokgi.Series;

/// <summary>What was put right in rows while more of them were still to come.</summary>
/// <param name="Duplicates">How many rows were left out.</param>
/// <param name="OutOfOrder">How many rows had a time before that of the row in front of them.</param>
internal readonly record struct CompactionTally(int Duplicates, int OutOfOrder);
