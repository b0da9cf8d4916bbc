namespace Bokgi.Series;

/// <summary>What had to be put right in the rows a series was made of.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Duplicates">Rows left out because a later row had the same time.</param>
/// <param name="OutOfOrder">Rows whose time lay before that of the row in front of them.</param>
/// <param name="Invalid">Rows left out because the bar was not valid.</param>
public readonly record struct SeriesQuality(int Rows, int Duplicates, int OutOfOrder, int Invalid);
