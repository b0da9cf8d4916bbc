namespace Bokgi.Host.Platform.Queries;

/// <summary>Which rows of a list a request asks for: at most <c>Limit</c> rows, after the first <c>Offset</c> rows.</summary>
internal readonly record struct Paging(int Limit, int Offset)
{
    public static Paging Read(string? limit, string? offset, int defaultLimit, int maximum, InputErrors errors) =>
        new(
            WholeNumber.Read(limit, "limit", minimum: 1, maximum, errors) ?? defaultLimit,
            WholeNumber.Read(offset, "offset", minimum: 0, int.MaxValue, errors) ?? 0
        );
}
