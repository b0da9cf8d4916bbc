using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Platform.Leases.Store;
using Bokgi.Host.Platform.Wake;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>
/// Sessions from their owners' side: claiming, storing and changing them. Every change checks in the same transaction that the caller still
/// owns the session, so an owner that was presumed dead changes nothing and gets a <see cref="LeaseLostException"/>.
/// </summary>
internal sealed class PaperStore(BokgiDatabase database, EventLog events, TimeProvider clock)
{
    /// <summary>Wakes this process's sessions for new sessions and commands. Without a signal they poll every two seconds.</summary>
    public WakeSignal Wake { get; } = new("sessions");

    private long Now => clock.NowUtc();

    /// <summary>Stores a new session, which has no owner yet.</summary>
    public async Task<PaperSessionRow> BeginAsync(string request, object told)
    {
        var row = new PaperSessionRow
        {
            SessionId = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
            State = SessionState.Running,
            Request = request,
            CreatedUtc = Now,
        };
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        context.Add(row);
        events.Add(context, SessionMessages.Topic(row.SessionId), SessionMessages.Started, told);
        context.Audit(row.SessionId);
        await context.SaveChangesAsync();
        events.Signal();
        return row;
    }

    /// <summary>Leases of the sessions that have not ended.</summary>
    public async Task<IReadOnlyList<SessionLease>> LookAsync()
    {
        await using var context = database.Open();
        return await Running(context)
            .OrderBy(row => row.Number)
            .Select(row => new SessionLease(row.Number, row.Owner, row.Fence, row.Beats, row.SessionId))
            .ToListAsync();
    }

    /// <summary>Claims a session.</summary>
    /// <returns>Null if it has ended or another process has claimed it meanwhile, or if its owner is alive after all.</returns>
    public async Task<SessionLease?> ClaimAsync(SessionLease seen, string owner)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        var isTaken = await Running(context).SilentSince(seen).ExecuteUpdateAsync(set => set.Claim(owner)) > 0;
        return isTaken ? seen with { Owner = owner, Fence = seen.Fence + 1 } : null;
    }

    /// <summary>Records a heartbeat for all sessions of an owner.</summary>
    /// <returns>The numbers of the sessions that the owner still has.</returns>
    public async Task<IReadOnlyList<long>> BeatAsync(string owner)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        var own = Running(context).Where(row => row.Owner == owner);
        await own.ExecuteUpdateAsync(set => set.Beat());
        return await own.Select(row => row.Number).ToListAsync();
    }

    /// <summary>Gives up a session so that another process can claim it at once.</summary>
    /// <param name="claim">The session.</param>
    /// <param name="error">Why it cannot continue here; null if nothing is wrong with it.</param>
    public async Task ReleaseAsync(SessionLease claim, string? error = null)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await Mine(context, claim)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(row => row.Owner, (string?)null).SetProperty(row => row.Trouble, row => error ?? row.Trouble)
            );
    }

    /// <summary>Releases all sessions. Only for the single process of an installation: no other owner can be alive.</summary>
    public async Task ReleaseAllAsync()
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await context
            .Set<PaperSessionRow>()
            .Where(row => row.Owner != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Owner, (string?)null));
    }

    /// <summary>A session and its state after the last log entry, both from one snapshot.</summary>
    public async Task<(PaperSessionRow Row, PaperSession Session)> LoadAsync(long number)
    {
        await using var context = database.Open();
        await using var snapshot = await context.BeginSnapshotAsync();
        var row = await context.Set<PaperSessionRow>().AsNoTracking().SingleAsync(row => row.Number == number);
        return (row, await RestoreAsync(context, row));
    }

    /// <summary>Restores a session from its row and stored state, within the caller's snapshot.</summary>
    public static async Task<PaperSession> RestoreAsync(BokgiContext context, PaperSessionRow row) =>
        PaperSession.Restore(
            SessionRequest.Read(row.Request).Plan(),
            await context
                .Set<PaperStateRow>()
                .Where(state => state.SessionNumber == row.Number)
                .Select(state => state.Data)
                .FirstOrDefaultAsync()
        );

    /// <summary>Stores the open time of a session's first bar.</summary>
    public Task SetBeginAsync(SessionLease claim, long beginsUtc) =>
        ChangeAsync(claim, mine => mine.ExecuteUpdateAsync(set => set.SetProperty(row => row.BeginsUtc, beginsUtc)));

    /// <summary>Stores that the connection was made or lost, and publishes the event.</summary>
    public async Task SetConnectionAsync(SessionLease claim, bool isConnected, long atUtc, string? error)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        var isMine =
            await Mine(context, claim)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(row => row.IsConnected, isConnected)
                        .SetProperty(row => row.ConnectionUtc, atUtc)
                        .SetProperty(row => row.Trouble, error)
                ) > 0;
        if (!isMine)
            throw new LeaseLostException();
        events.Add(
            context,
            SessionMessages.Topic(claim.SessionId),
            SessionMessages.Connection,
            new
            {
                session_id = claim.SessionId,
                is_connected = isConnected,
                at = UnixTime.Format(atUtc),
                reason = error,
            }
        );
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        events.Signal();
    }

    /// <summary>Stores the error that blocks a session; null clears it.</summary>
    public Task SetTroubleAsync(SessionLease claim, string? error) =>
        ChangeAsync(claim, mine => mine.ExecuteUpdateAsync(set => set.SetProperty(row => row.Trouble, error)));

    /// <summary>Stores a change, all of it or nothing. Repeating it after a failure with an unknown outcome stores it only once.</summary>
    public async Task CommitAsync(SessionLease claim, SessionChange change)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        await using var transaction = await context.Database.BeginTransactionAsync();
        var (length, isEnd) = (change.LogLength + change.Entries.Count, change.State == SessionState.Stopped);
        var isMine =
            await Mine(context, claim)
                .Where(row => row.LogLength == change.LogLength)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(row => row.LogLength, length)
                        .SetProperty(row => row.SteppedUntilUtc, change.SteppedUntilUtc)
                        .SetProperty(row => row.State, change.State)
                        .SetProperty(row => row.StoppedUtc, isEnd ? Now : null)
                ) > 0;
        if (!isMine)
        {
            if (await IsKeptAsync(context, claim, length))
                return;
            throw new LeaseLostException();
        }

        await AddRowsAsync(context, claim, change);
        if (change.WishNumber is { } command)
            await context
                .Set<SessionCommandRow>()
                .Where(row => row.Number == command)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.IsDone, true));
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        events.Signal();
    }

    /// <summary>Stores the result of a verification and publishes the event.</summary>
    public async Task SetVerificationAsync(long number, string sessionId, string verification, long length, object told)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        await context
            .Set<PaperSessionRow>()
            .Where(row => row.Number == number && row.VerifiedLength <= length)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(row => row.Verification, verification).SetProperty(row => row.VerifiedLength, length)
            );
        events.Add(context, SessionMessages.Topic(sessionId), SessionMessages.Verified, told);
        context.Audit();
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        events.Signal();
    }

    private static IQueryable<PaperSessionRow> Running(BokgiContext context) =>
        context.Set<PaperSessionRow>().Where(row => row.State != SessionState.Stopped);

    private static IQueryable<PaperSessionRow> Mine(BokgiContext context, SessionLease claim) => Running(context).OwnedUnder(claim);

    // If the same owner already has this log length, the change itself was stored before.
    private static Task<bool> IsKeptAsync(BokgiContext context, SessionLease claim, long length) =>
        context.Set<PaperSessionRow>().OwnedUnder(claim).AnyAsync(row => row.LogLength == length);

    private async Task ChangeAsync(SessionLease claim, Func<IQueryable<PaperSessionRow>, Task<int>> change)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        if (await change(Mine(context, claim)) == 0)
            throw new LeaseLostException();
    }

    private async Task AddRowsAsync(BokgiContext context, SessionLease claim, SessionChange change)
    {
        context.AddRange(change.Entries);
        context.AddRange(change.Results.OfType<SessionEvent.Signalled>().Select(signal => PaperSignalRow.Of(claim.Number, signal)));
        context.AddRange(change.Results.OfType<SessionEvent.Closed>().Select(closed => PaperTradeRow.Of(claim.Number, closed)));
        var states = context.Set<PaperStateRow>().Where(row => row.SessionNumber == claim.Number);
        if (await states.ExecuteUpdateAsync(set => set.SetProperty(row => row.Data, change.Saved)) == 0)
            context.Add(new PaperStateRow { SessionNumber = claim.Number, Data = change.Saved });
        foreach (var (kind, data) in change.Events)
            events.Add(context, SessionMessages.Topic(claim.SessionId), kind, data);
    }
}
