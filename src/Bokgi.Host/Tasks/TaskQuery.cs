using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.Tasks;

/// <summary>Which tasks to list.</summary>
internal sealed record TaskQuery
{
    private const int DefaultLimit = 50;
    private const int MaximumLimit = 500;

    [FromQuery(Name = "status"), Description("Only tasks in this state"), DocumentedValues(typeof(TaskState))]
    public string? Status { get; init; }

    [FromQuery(Name = "limit"), Description("Tasks per page"), IntegerRange(1, MaximumLimit, Default = DefaultLimit)]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset"), Description("Number of tasks to skip"), IntegerRange(0, Default = 0)]
    public string? Offset { get; init; }

    /// <exception cref="InvalidInputException">A value is invalid.</exception>
    public (TaskState? State, Paging Paging) Read()
    {
        var errors = new InputErrors();
        TaskState? state = Status is null ? null : WireNames.Read(Status, TaskState.Queued, "status", errors);
        var paging = Paging.Read(Limit, Offset, DefaultLimit, MaximumLimit, errors);
        errors.ThrowIfAny();
        return (state, paging);
    }
}
