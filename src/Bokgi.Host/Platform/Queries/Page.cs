namespace Bokgi.Host.Platform.Queries;

/// <summary>Some rows of a list.</summary>
/// <param name="Total">Rows in the whole list.</param>
/// <param name="Limit">How many were asked for at most.</param>
/// <param name="Offset">How many lie before them.</param>
/// <param name="Items">The rows.</param>
internal sealed record Page<T>(int Total, int Limit, int Offset, IReadOnlyList<T> Items);
