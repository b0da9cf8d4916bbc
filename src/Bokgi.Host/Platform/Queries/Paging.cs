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
    public static Paging Read(int? limit, int? offset, int standard, int maximum, InputErrors errors)
    {
        if (limit < 1 || limit > maximum)
            errors.Add("limit", $"limit cannot be {limit}; give a number from 1 to {maximum}");
        if (offset < 0)
            errors.Add("offset", $"offset cannot be {offset}; give 0 or more");
        return new Paging(limit ?? standard, offset ?? 0);
    }
}
