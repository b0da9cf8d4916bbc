using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Monitoring.Logs;

/// <summary>Which lines to summarize.</summary>
internal sealed record LogSummaryQuery
{
    private const int DefaultHours = 24;
    private const int MaximumHours = 24 * 7;

    [FromQuery(Name = "hours"), Description("How many hours back"), IntegerRange(1, MaximumHours, Default = DefaultHours)]
    public string? Hours { get; init; }

    /// <exception cref="InvalidInputException">The value is invalid.</exception>
    public TimeSpan Read()
    {
        var errors = new InputErrors();
        var hours = WholeNumber.Read(Hours, "hours", 1, MaximumHours, errors) ?? DefaultHours;
        errors.ThrowIfAny();
        return TimeSpan.FromHours(hours);
    }
}
