using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Backups;

/// <summary>Which backups to list.</summary>
internal sealed record BackupQuery
{
    private const int DefaultLimit = 50;
    private const int MaximumLimit = 500;

    [FromQuery(Name = "limit"), Description("Backups per page"), IntegerRange(1, MaximumLimit, Default = DefaultLimit)]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset"), Description("Number of backups to skip"), IntegerRange(0, Default = 0)]
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
