using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Platform.Leases.Store;
using Bokgi.Host.Platform.Wake;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>
/// Creates sessions, lets a process claim one and so become its owner, and stores the owner's changes. Every change checks, in its own
/// transaction, that the caller still owns the session. An owner that was presumed dead and replaced gets a
/// <see cref="LeaseLostException"/>, and nothing is changed.
/// </summary>
internal sealed class PaperStore(BokgiDatabase database, EventLog events, TimeProvider clock)
{
    public WakeSignal Wake { get; } = new("sessions");

    private long Now => clock.NowUtc();

    public async Task<PaperSessionRow> CreateAsync(string request, object eventData)
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
        events.Add(context, SessionMessages.Topic(row.SessionId), SessionMessages.Started, eventData);
        context.Audit(row.SessionId);
        await context.SaveChangesAsync();
        events.Signal();
        return row;
    }

    /// <summary>Leases of the sessions that have not ended.</summary>
    public async Task<IReadOnlyList<SessionLease>> ActiveLeasesAsync()
    {
        await using var context = database.Open();
        return await ActiveSessions(context)
            .OrderBy(row => row.Number)
            .Select(row => new SessionLease(row.Number, row.Owner, row.Fence, row.Beats, row.SessionId))
            .ToListAsync();
    }

    /// <summary>
    /// Claims a session. Returns null if the session has ended, or if another process has claimed it or its owner has sent a heartbeat since
    /// <paramref name="lastReadLease"/> was read.
    /// </summary>
    public async Task<SessionLease?> ClaimAsync(SessionLease lastReadLease, string owner)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        var isClaimed = await ActiveSessions(context).WhereSilentSince(lastReadLease).ExecuteUpdateAsync(set => set.Claim(owner)) > 0;
        return isClaimed ? lastReadLease with { Owner = owner, Fence = lastReadLease.Fence + 1 } : null;
    }

    /// <summary>Records a heartbeat for all sessions of an owner; returns the numbers of those that it still owns.</summary>
    public async Task<IReadOnlyList<long>> RecordHeartbeatsAsync(string owner)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        var ownedSessions = ActiveSessions(context).Where(row => row.Owner == owner);
        await ownedSessions.ExecuteUpdateAsync(set => set.CountHeartbeat());
        return await ownedSessions.Select(row => row.Number).ToListAsync();
    }

    /// <summary>
    /// Releases a session, so that another process can claim it at once. If an error is the reason, it is stored with the session.
    /// </summary>
    public async Task ReleaseAsync(SessionLease lease, string? error = null)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await OwnedSession(context, lease)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(row => row.Owner, (string?)null).SetProperty(row => row.Trouble, row => error ?? row.Trouble)
            );
    }

    /// <summary>Releases all sessions. Allowed only if one process is the whole installation, because no other owner can then be alive.</summary>
    public async Task ReleaseAllAsync()
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        var owned = context.Set<PaperSessionRow>().Where(row => row.Owner != null);
        await owned.ExecuteUpdateAsync(set => set.SetProperty(row => row.Owner, (string?)null));
    }

    public Task SetBeginAsync(SessionLease lease, long beginsUtc) =>
        ChangeAsync(lease, set => set.SetProperty(row => row.BeginsUtc, beginsUtc));

    public Task SetErrorAsync(SessionLease lease, string? error) => ChangeAsync(lease, set => set.SetProperty(row => row.Trouble, error));

    public async Task SetConnectionAsync(SessionLease lease, bool isConnected, long atUtc, string? error)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        await ChangeAsync(
            context,
            lease,
            set =>
                set.SetProperty(row => row.IsConnected, isConnected)
                    .SetProperty( // a further failed attempt does not begin a new outage
                        row => row.ConnectionUtc,
                        row => row.IsConnected == isConnected && row.ConnectionUtc != null ? row.ConnectionUtc : atUtc
                    )
                    .SetProperty(row => row.Trouble, error)
        );
        var eventData = new
        {
            session_id = lease.SessionId,
            is_connected = isConnected,
            at = UnixTime.Format(atUtc),
            reason = error,
        };
        events.Add(context, SessionMessages.Topic(lease.SessionId), SessionMessages.Connection, eventData);
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        events.Signal();
    }

    /// <summary>Stores a change, all of it or nothing. Repeating it after a failure with an unknown outcome stores it only once.</summary>
    public async Task CommitAsync(SessionLease lease, SessionChange change)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        await using var transaction = await context.Database.BeginTransactionAsync();
        var (newLength, isEnded) = (change.LogLength + change.Entries.Count, change.State == SessionState.Stopped);
        var isUpdated =
            await OwnedSession(context, lease)
                .Where(row => row.LogLength == change.LogLength)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(row => row.LogLength, newLength)
                        .SetProperty(row => row.SteppedUntilUtc, change.SteppedUntilUtc)
                        .SetProperty(row => row.State, change.State)
                        .SetProperty(row => row.StoppedUtc, isEnded ? Now : null)
                ) > 0;
        if (!isUpdated)
        {
            // The same owner may already have stored this change. This query includes ended sessions, unlike OwnedSession, because the change
            // may have ended the session.
            if (await context.Set<PaperSessionRow>().WhereOwnedUnder(lease).AnyAsync(row => row.LogLength == newLength))
                return;
            throw new LeaseLostException();
        }

        await AddRowsAsync(context, lease, change);
        if (change.CommandNumber is { } commandNumber)
            await context
                .Set<SessionCommandRow>()
                .Where(row => row.Number == commandNumber)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.IsDone, true));
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        events.Signal();
    }

    public async Task SetVerificationAsync(long sessionNumber, string sessionId, string verification, long verifiedLength, object eventData)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        var rows = context.Set<PaperSessionRow>().Where(row => row.Number == sessionNumber && row.VerifiedLength <= verifiedLength);
        await rows.ExecuteUpdateAsync(set =>
            set.SetProperty(row => row.Verification, verification).SetProperty(row => row.VerifiedLength, verifiedLength)
        );
        events.Add(context, SessionMessages.Topic(sessionId), SessionMessages.Verified, eventData);
        context.Audit();
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        events.Signal();
    }

    private static IQueryable<PaperSessionRow> ActiveSessions(BokgiContext context) =>
        context.Set<PaperSessionRow>().Where(row => row.State != SessionState.Stopped);

    private static IQueryable<PaperSessionRow> OwnedSession(BokgiContext context, SessionLease lease) =>
        ActiveSessions(context).WhereOwnedUnder(lease);

    private async Task ChangeAsync(SessionLease lease, Action<UpdateSettersBuilder<PaperSessionRow>> change)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await ChangeAsync(context, lease, change);
    }

    private static async Task ChangeAsync(BokgiContext context, SessionLease lease, Action<UpdateSettersBuilder<PaperSessionRow>> change)
    {
        if (await OwnedSession(context, lease).ExecuteUpdateAsync(change) == 0)
            throw new LeaseLostException();
    }

    private async Task AddRowsAsync(BokgiContext context, SessionLease lease, SessionChange change)
    {
        context.AddRange(change.Entries);
        context.AddRange(change.Results.OfType<SessionEvent.Signalled>().Select(signal => PaperSignalRow.Of(lease.Number, signal)));
        context.AddRange(change.Results.OfType<SessionEvent.Closed>().Select(closed => PaperTradeRow.Of(lease.Number, closed)));
        var states = context.Set<PaperStateRow>().Where(row => row.SessionNumber == lease.Number);
        if (await states.ExecuteUpdateAsync(set => set.SetProperty(row => row.Data, change.SavedState)) == 0)
            context.Add(new PaperStateRow { SessionNumber = lease.Number, Data = change.SavedState });
        foreach (var (kind, data) in change.Events)
            events.Add(context, SessionMessages.Topic(lease.SessionId), kind, data);
    }
}
