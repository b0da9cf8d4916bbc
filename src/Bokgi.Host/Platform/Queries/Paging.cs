using Bokgi.Host.Platform.Errors;

namespace Bokgi.Host.Platform.Queries;

/// <summary>Which rows of a list are wanted.</summary>
/// <param name="Limit">How many at most.</param>
/// <param name="Offset">How many are left out before them.</param>
internal readonly record struct Paging(int Limit, int Offset)
{
    /// <summary>Reads what a request says.</summary>
    /// <param name="limit">As asked; null for <paramref name="standard"/>.</param>
    /// <param name="offset">As asked; null for 0.</param>
    /// <param name="standard">The limit when none is asked for.</param>
    /// <param name="maximum">The largest limit.</param>
    /// <param name="errors">Told what cannot be.</param>
    public static Paging Read(string? limit, string? offset, int standard, int maximum, InputErrors errors) =>
        new(
            WholeNumber.Read(limit, "limit", 1, maximum, errors) ?? standard,
            WholeNumber.Read(offset, "offset", 0, int.MaxValue, errors) ?? 0
        );
}
