using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.Platform.Database;
using Bokgi.MarketData;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>Users' commands to sessions, from any process; the session's owner executes them.</summary>
internal sealed class SessionCommands(BokgiDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private long Now => clock.NowUtc();

    /// <summary>Stores a command.</summary>
    public SessionCommandRow Add(long sessionNumber, LogEntryKind kind, Symbol? symbol = null, string? positionId = null)
    {
        var row = new SessionCommandRow
        {
            SessionNumber = sessionNumber,
            Kind = kind,
            Symbol = symbol?.Code,
            PositionId = positionId,
            CreatedUtc = Now,
        };
        using var context = database.OpenForWriting();
        context.Add(row);
        context.Audit();
        context.SaveChanges();
        return row;
    }

    /// <summary>Numbers of the sessions that have pending commands.</summary>
    public IReadOnlyList<long> Sessions()
    {
        using var context = database.Open();
        return [.. context.Set<SessionCommandRow>().Where(row => !row.IsDone).Select(row => row.SessionNumber).Distinct()];
    }

    /// <summary>The pending commands of a session, in order.</summary>
    public IReadOnlyList<SessionCommandRow> Of(long sessionNumber)
    {
        using var context = database.Open();
        return
        [
            .. context
                .Set<SessionCommandRow>()
                .AsNoTracking()
                .Where(row => !row.IsDone && row.SessionNumber == sessionNumber)
                .OrderBy(row => row.Number),
        ];
    }

    /// <summary>Whether a command is finished, and why it was refused, if it was.</summary>
    public (bool IsDone, string? Refusal) Outcome(long number)
    {
        using var context = database.Open();
        var row = context.Set<SessionCommandRow>().AsNoTracking().Single(row => row.Number == number);
        return (row.IsDone, row.Refusal);
    }

    /// <summary>Refuses a pending command.</summary>
    public void Refuse(long number, string reason)
    {
        using var context = database.OpenForWriting();
        context
            .Set<SessionCommandRow>()
            .Where(row => row.Number == number && !row.IsDone)
            .ExecuteUpdate(set => set.SetProperty(row => row.IsDone, true).SetProperty(row => row.Refusal, reason));
    }

    /// <summary>Deletes finished commands that are more than a day old, and refuses pending ones of sessions that have ended.</summary>
    public void Tidy()
    {
        var before = Now - (long)Kept.TotalMicroseconds;
        using var context = database.OpenForWriting();
        context.Set<SessionCommandRow>().Where(row => row.IsDone && row.CreatedUtc < before).ExecuteDelete();
        context
            .Set<SessionCommandRow>()
            .Where(row =>
                !row.IsDone
                && context
                    .Set<PaperSessionRow>()
                    .Any(session => session.Number == row.SessionNumber && session.State == SessionState.Stopped)
            )
            .ExecuteUpdate(set => set.SetProperty(row => row.IsDone, true).SetProperty(row => row.Refusal, "the session has ended"));
    }
}
