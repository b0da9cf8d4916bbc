using System.ComponentModel;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.PaperTrading;

/// <summary>Which session to createDocument.</summary>
internal sealed record SessionQuery
{
    [FromQuery(Name = "session_id"), Description("The session; the newest one by default")]
    public string? SessionId { get; init; }
    public required PaperQueries Queries { get; init; }

    public Task<Results<Ok<T>, ProblemHttpResult>> ShowAsync<T>(Func<PaperSessionRow, PaperSession, T> createDocument) =>
        ShowAsync(SessionId, Queries, createDocument);

    public static async Task<Results<Ok<T>, ProblemHttpResult>> ShowAsync<T>(
        string? sessionId,
        PaperQueries queries,
        Func<PaperSessionRow, PaperSession, T> createDocument
    ) =>
        await queries.LoadAsync(sessionId) is var (row, session)
            ? TypedResults.Ok(createDocument(row, session))
            : PaperEndpoints.SessionNotFound(sessionId);
}
