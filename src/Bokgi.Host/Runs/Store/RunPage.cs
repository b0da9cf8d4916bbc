namespace Bokgi.Host.Runs.Store;

/// <summary>A page of the history.</summary>
/// <param name="Total">The number of matching runs on all pages.</param>
/// <param name="Limit">The maximum number of items per page.</param>
/// <param name="Offset">The number of runs before the first item.</param>
/// <param name="Items">The runs of the page.</param>
internal sealed record RunPage(int Total, int Limit, int Offset, IReadOnlyList<RunItem> Items);
