using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Audit;

/// <summary>Which entries of the audit log to list.</summary>
internal sealed record AuditQuery
{
    private const int DefaultLimit = 50;
    private const int MaximumLimit = 1_000;

    [FromQuery(Name = "limit"), IntegerRange(1, MaximumLimit, Default = DefaultLimit)]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset"), IntegerRange(0, Default = 0)]
    public string? Offset { get; init; }

    /// <exception cref="InvalidInputException">A value is invalid.</exception>
    public Paging Read()
    {
        var errors = new InputErrors();
        var paging = Paging.Read(Limit, Offset, DefaultLimit, MaximumLimit, errors);
        errors.ThrowIfAny();
        return paging;
    }
}
