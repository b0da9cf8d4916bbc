using System.ComponentModel;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.PaperTrading;

/// <summary>Which session to show.</summary>
internal sealed record SessionQuery
{
    [FromQuery(Name = "session_id"), Description("The session; the newest one by default")]
    public string? SessionId { get; init; }
    public required PaperQueries Queries { get; init; }

    public Task<Results<Ok<T>, ProblemHttpResult>> ShowAsync<T>(Func<PaperSessionRow, PaperSession, T> show) =>
        ShowAsync(SessionId, Queries, show);

    public static async Task<Results<Ok<T>, ProblemHttpResult>> ShowAsync<T>(
        string? sessionId,
        PaperQueries queries,
        Func<PaperSessionRow, PaperSession, T> show
    ) =>
        await queries.LoadAsync(sessionId) is var (row, session)
            ? TypedResults.Ok(show(row, session))
            : PaperEndpoints.SessionNotFound(sessionId);
}
