using System.ComponentModel;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.PaperTrading;

/// <summary>Which session to show.</summary>
internal sealed record SessionQuery
{
    [FromQuery(Name = "session_id"), Description("The session; the newest one unless given")]
    public string? SessionId { get; init; }

    public required PaperPages Pages { get; init; }

    public Results<Ok<T>, ProblemHttpResult> Show<T>(Func<PaperSessionRow, PaperSession, T> show) => Show(SessionId, Pages, show);

    /// <summary>The answer about a session, the newest one if no id is given.</summary>
    public static Results<Ok<T>, ProblemHttpResult> Show<T>(
        string? sessionId,
        PaperPages pages,
        Func<PaperSessionRow, PaperSession, T> show
    ) => pages.Open(sessionId) is var (row, session) ? TypedResults.Ok(show(row, session)) : PaperEndpoints.Missing(sessionId);
}
