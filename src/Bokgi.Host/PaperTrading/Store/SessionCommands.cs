using Bokgi.Host.PaperTrading.Simulation;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>Users' commands to sessions, from any process; the session's owner executes them.</summary>
internal sealed class SessionCommands(BokgiDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(1);

    /// <summary>Stores a command (any kind of log entry other than candles) for the session's owner.</summary>
    public async Task<SessionCommandRow> AddAsync(
        long sessionNumber,
        LogEntryKind command,
        Symbol? symbol = null,
        string? positionId = null
    )
    {
        var row = new SessionCommandRow
        {
            SessionNumber = sessionNumber,
            Kind = command,
            Symbol = symbol?.Code,
            PositionId = positionId,
            CreatedUtc = clock.NowUtc(),
        };
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        context.Add(row);
        context.Audit();
        await context.SaveChangesAsync();
        return row;
    }

    /// <summary>Numbers of the sessions that have pending commands.</summary>
    public async Task<IReadOnlyList<long>> ListSessionsWithPendingAsync()
    {
        await using var context = database.Open();
        return await context.Set<SessionCommandRow>().Where(row => !row.IsDone).Select(row => row.SessionNumber).Distinct().ToListAsync();
    }

    public async Task<IReadOnlyList<SessionCommandRow>> ListPendingAsync(long sessionNumber)
    {
        await using var context = database.Open();
        return await context
            .Set<SessionCommandRow>()
            .AsNoTracking()
            .Where(row => !row.IsDone && row.SessionNumber == sessionNumber)
            .OrderBy(row => row.Number)
            .ToListAsync();
    }

    public async Task<(bool IsDone, string? Refusal)> OutcomeAsync(long number)
    {
        await using var context = database.Open();
        var row = await context.Set<SessionCommandRow>().AsNoTracking().SingleAsync(row => row.Number == number);
        return (row.IsDone, row.Refusal);
    }

    public async Task RefuseAsync(long number, string reason)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await RefuseAsync(context.Set<SessionCommandRow>().Where(row => row.Number == number), reason);
    }

    /// <summary>Deletes finished commands that are more than a day old, and refuses pending ones of sessions that have ended.</summary>
    public async Task TidyAsync()
    {
        var cutoffUtc = clock.NowUtc() - (long)Retention.TotalMicroseconds;
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await context.Set<SessionCommandRow>().Where(row => row.IsDone && row.CreatedUtc < cutoffUtc).ExecuteDeleteAsync();
        var ended = context.Set<PaperSessionRow>().Where(session => session.State == SessionState.Stopped);
        await RefuseAsync(
            context.Set<SessionCommandRow>().Where(row => ended.Any(session => session.Number == row.SessionNumber)),
            "the session has ended"
        );
    }

    private static Task<int> RefuseAsync(IQueryable<SessionCommandRow> rows, string reason) =>
        rows.Where(row => !row.IsDone)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.IsDone, true).SetProperty(row => row.Refusal, reason));
}
