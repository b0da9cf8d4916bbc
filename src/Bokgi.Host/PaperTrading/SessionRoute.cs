using Bokgi.Host.PaperTrading.Documents;
using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Bokgi.Host.PaperTrading;

/// <summary>A session in the path of a request, and what executes its commands.</summary>
internal sealed record SessionRoute
{
    [FromRoute(Name = "sessionId")]
    public required string SessionId { get; init; }
    public required SessionService Service { get; init; }
    public required PaperPages Pages { get; init; }
    public CancellationToken Cancel { get; init; }

    /// <summary>Executes a command and answers the session's state after it.</summary>
    public async Task<Results<Ok<StatusDocument>, ProblemHttpResult>> AskAsync(
        LogEntryKind kind,
        Symbol? symbol = null,
        string? positionId = null
    )
    {
        if (await Pages.FindAsync(SessionId) is not { } row)
            return PaperEndpoints.Missing(SessionId);
        await Service.AskAsync(row, kind, symbol, positionId, Cancel);
        return await SessionQuery.ShowAsync(SessionId, Pages, StatusDocument.Of);
    }
}
