namespace Bokgi.Series;

/// <summary>What was corrected in the rows from which a series was built.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Duplicates">Rows removed because a later row had the same time.</param>
/// <param name="OutOfOrder">Rows whose time was before that of the preceding row.</param>
/// <param name="Invalid">Rows removed because the bar was invalid.</param>
public readonly record struct SeriesQuality(int Rows, int Duplicates, int OutOfOrder, int Invalid);
