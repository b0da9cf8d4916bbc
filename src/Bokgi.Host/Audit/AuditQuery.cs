using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Audit;

/// <summary>Which entries of the audit log to list.</summary>
internal sealed record AuditQuery
{
    private const int StandardLimit = 50;
    private const int MaximumLimit = 1_000;

    [FromQuery(Name = "limit"), Whole(1, MaximumLimit, Default = StandardLimit)]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset"), Whole(0, Default = 0)]
    public string? Offset { get; init; }

    /// <exception cref="RefusedInputException">A value is invalid.</exception>
    public Paging Read()
    {
        var errors = new InputErrors();
        var paging = Paging.Read(Limit, Offset, StandardLimit, MaximumLimit, errors);
        errors.ThrowIfAny();
        return paging;
    }
}
