using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.PaperTrading.Verification;

namespace Bokgi.Host.PaperTrading.Documents;

/// <summary>The state of a session.</summary>
internal sealed record StatusDocument
{
    public required string SessionId { get; init; }
    public required bool IsRunning { get; init; }
    public required SessionDocument Session { get; init; }
    public required PerformanceDocument Performance { get; init; }
    public required double Cash { get; init; }
    public required int OpenPositions { get; init; }

    /// <summary>Number of live bars processed, over all symbols.</summary>
    public required long Bars { get; init; }

    /// <summary>Number of the exchange's trades that arrived after their bar had closed, and so are in no bar.</summary>
    public required long LateTrades { get; init; }

    /// <summary>Symbols whose strategies have not seen enough bars yet.</summary>
    public required IReadOnlyList<string> WarmingUp { get; init; }

    /// <summary>The result of its last verification; null before the first.</summary>
    public required VerificationDocument? Verification { get; init; }

    public static StatusDocument Of(PaperSessionRow row, PaperSession session) =>
        new()
        {
            SessionId = row.SessionId,
            IsRunning = row.State != SessionState.Stopped,
            Session = SessionDocument.Of(row),
            Performance = PerformanceDocument.Of(session),
            Cash = session.Cash,
            OpenPositions = session.Pairs.Count(pair => pair.Position is not null),
            Bars = session.Bars,
            LateTrades = session.LateTrades,
            WarmingUp = [.. session.Pairs.Where(pair => pair.IsWarmingUp).Select(pair => pair.Plan.Symbol.Code).Distinct()],
            Verification = VerificationDocument.Of(row),
        };
}
