namespace Bokgi.Host.Backtests.History;

/// <summary>A page of the history.</summary>
/// <param name="Total">How many runs fit, on all pages.</param>
/// <param name="Limit">Most items of a page.</param>
/// <param name="Offset">Runs before the first item.</param>
/// <param name="Items">The page's runs.</param>
internal sealed record RunPage(int Total, int Limit, int Offset, IReadOnlyList<RunItem> Items);
