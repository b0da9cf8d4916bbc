using System.ComponentModel;
using Bokgi.Host.PaperTrading.Simulation;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.PaperTrading.Requests;

/// <summary>Which sessions to list.</summary>
internal sealed record SessionListQuery
{
    [FromQuery(Name = "state"), Description("Only sessions in this state"), DocumentedValues(typeof(SessionState))]
    public string? State { get; init; }

    [
        FromQuery(Name = "limit"),
        Description("Sessions per page"),
        IntegerRange(1, SessionHistoryQuery.MaximumLimit, Default = SessionHistoryQuery.DefaultLimit)
    ]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset"), Description("Number of sessions to skip"), IntegerRange(0, Default = 0)]
    public string? Offset { get; init; }

    /// <exception cref="InvalidInputException">A value is invalid.</exception>
    public (SessionState? State, Paging Paging) Read()
    {
        var errors = new InputErrors();
        var paging = Paging.Read(Limit, Offset, SessionHistoryQuery.DefaultLimit, SessionHistoryQuery.MaximumLimit, errors);
        var state = WireNames.Read(State, SessionState.Running, "state", errors);
        errors.ThrowIfAny();
        return (State is null ? null : state, paging);
    }
}
