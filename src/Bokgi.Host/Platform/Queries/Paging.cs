namespace Bokgi.Host.Platform.Queries;

/// <summary>A page of a list.</summary>
/// <param name="Limit">Maximum number of rows.</param>
/// <param name="Offset">Number of rows before the page.</param>
internal readonly record struct Paging(int Limit, int Offset)
{
    /// <summary>Parses the paging of a request.</summary>
    /// <param name="limit">The requested limit; null for <paramref name="standard"/>.</param>
    /// <param name="offset">The requested offset; null for 0.</param>
    /// <param name="standard">The default limit.</param>
    /// <param name="maximum">The largest limit.</param>
    /// <param name="errors">Collects invalid values.</param>
    public static Paging Read(string? limit, string? offset, int standard, int maximum, InputErrors errors) =>
        new(
            WholeNumber.Read(limit, "limit", 1, maximum, errors) ?? standard,
            WholeNumber.Read(offset, "offset", 0, int.MaxValue, errors) ?? 0
        );
}
