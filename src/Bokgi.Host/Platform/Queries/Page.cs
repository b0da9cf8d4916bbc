namespace Bokgi.Host.Platform.Queries;

/// <summary>A page of a list.</summary>
/// <param name="Total">Number of rows in the whole list.</param>
/// <param name="Limit">Maximum number of rows that was requested.</param>
/// <param name="Offset">Number of rows before the page.</param>
/// <param name="Items">The rows.</param>
internal sealed record Page<T>(int Total, int Limit, int Offset, IReadOnlyList<T> Items)
{
    /// <summary>A page of a list that is in memory; converts only the rows on the page.</summary>
    public static Page<T> Of<TRow>(IReadOnlyList<TRow> rows, Paging paging, Func<TRow, T> convert) =>
        new(rows.Count, paging.Limit, paging.Offset, [.. rows.Skip(paging.Offset).Take(paging.Limit).Select(convert)]);
}
