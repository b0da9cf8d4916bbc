using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Leases;
using Bokgi.Host.Platform.Leases.Store;
using Bokgi.Host.Platform.Wake;
using Bokgi.MarketData;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>
/// Sessions from their owners' side: claiming, storing and changing them. Every change checks in the same transaction that the caller still
/// owns the session, so an owner that was presumed dead changes nothing.
/// </summary>
internal sealed class PaperStore(BokgiDatabase database, EventLog events, TimeProvider clock)
{
    /// <summary>Wakes this process's sessions for new sessions and commands. Without a signal they poll every two seconds.</summary>
    public WakeSignal Wake { get; } = new("sessions");

    private long Now => clock.NowUtc();

    /// <summary>Stores a new session, which has no owner yet.</summary>
    public PaperSessionRow Begin(string request, object told)
    {
        var row = new PaperSessionRow
        {
            SessionId = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
            State = SessionState.Running,
            Request = request,
            CreatedUtc = Now,
        };
        using var context = database.OpenForWriting();
        context.Add(row);
        events.Add(context, SessionMessages.Topic(row.SessionId), SessionMessages.Started, told);
        context.Audit(row.SessionId);
        context.SaveChanges();
        events.Signal();
        return row;
    }

    /// <summary>Leases of the sessions that have not ended.</summary>
    public IReadOnlyList<SessionLease> Look()
    {
        using var context = database.Open();
        return
        [
            .. Running(context)
                .OrderBy(row => row.Number)
                .Select(row => new SessionLease(row.Number, row.Owner, row.Fence, row.Beats, row.SessionId)),
        ];
    }

    /// <summary>Claims a session.</summary>
    /// <returns>Null if it has ended or another process has claimed it meanwhile, or if its owner is alive after all.</returns>
    public SessionLease? Claim(SessionLease seen, string owner)
    {
        using var context = database.OpenForWriting();
        var isTaken = Running(context).SilentSince(seen).ExecuteUpdate(set => set.Claim(owner)) > 0;
        return isTaken ? seen with { Owner = owner, Fence = seen.Fence + 1 } : null;
    }

    /// <summary>Records a heartbeat for all sessions of an owner.</summary>
    /// <returns>The numbers of the sessions that the owner still has.</returns>
    public IReadOnlyList<long> Beat(string owner)
    {
        using var context = database.OpenForWriting();
        var own = Running(context).Where(row => row.Owner == owner);
        own.ExecuteUpdate(set => set.Beat());
        return [.. own.Select(row => row.Number)];
    }

    /// <summary>Gives up a session so that another process can claim it at once.</summary>
    /// <param name="claim">The session.</param>
    /// <param name="error">Why it cannot continue here; null if nothing is wrong with it.</param>
    public void Release(SessionLease claim, string? error = null)
    {
        using var context = database.OpenForWriting();
        Mine(context, claim)
            .ExecuteUpdate(set =>
                set.SetProperty(row => row.Owner, (string?)null).SetProperty(row => row.Trouble, row => error ?? row.Trouble)
            );
    }

    /// <summary>Releases all sessions. Only for the single process of an installation: no other owner can be alive.</summary>
    public void ReleaseAll()
    {
        using var context = database.OpenForWriting();
        context
            .Set<PaperSessionRow>()
            .Where(row => row.Owner != null)
            .ExecuteUpdate(set => set.SetProperty(row => row.Owner, (string?)null));
    }

    /// <summary>A session and its state after the last log entry, both from one snapshot.</summary>
    public (PaperSessionRow Row, PaperSession Session) Load(long number)
    {
        using var context = database.Open();
        using var snapshot = context.BeginSnapshot();
        var row = context.Set<PaperSessionRow>().AsNoTracking().Single(row => row.Number == number);
        return (row, Restore(context, row));
    }

    /// <summary>Restores a session from its row and stored state, within the caller's snapshot.</summary>
    public static PaperSession Restore(BokgiContext context, PaperSessionRow row) =>
        PaperSession.Restore(
            SessionRequest.Read(row.Request).Plan(),
            context.Set<PaperStateRow>().Where(state => state.SessionNumber == row.Number).Select(state => state.Data).FirstOrDefault()
        );

    /// <summary>Stores the open time of a session's first bar.</summary>
    /// <exception cref="LeaseLostException">The caller no longer owns the session.</exception>
    public void SetBegin(SessionLease claim, long beginsUtc) =>
        Change(claim, mine => mine.ExecuteUpdate(set => set.SetProperty(row => row.BeginsUtc, beginsUtc)));

    /// <summary>Stores that the connection was made or lost, and publishes the event.</summary>
    /// <exception cref="LeaseLostException">The caller no longer owns the session.</exception>
    public void SetConnection(SessionLease claim, bool isConnected, long atUtc, string? error)
    {
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        var isMine =
            Mine(context, claim)
                .ExecuteUpdate(set =>
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
        context.SaveChanges();
        transaction.Commit();
        events.Signal();
    }

    /// <summary>Stores the error that blocks a session; null clears it.</summary>
    /// <exception cref="LeaseLostException">The caller no longer owns the session.</exception>
    public void SetTrouble(SessionLease claim, string? error) =>
        Change(claim, mine => mine.ExecuteUpdate(set => set.SetProperty(row => row.Trouble, error)));

    /// <summary>Stores a change, all of it or nothing. Repeating it after a failure with an unknown outcome stores it only once.</summary>
    /// <exception cref="LeaseLostException">The caller no longer owns the session.</exception>
    public void Commit(SessionLease claim, SessionChange change)
    {
        using var context = database.OpenForWriting();
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        using var transaction = context.Database.BeginTransaction();
        var (length, isEnd) = (change.LogLength + change.Entries.Count, change.State == SessionState.Stopped);
        var isMine =
            Mine(context, claim)
                .Where(row => row.LogLength == change.LogLength)
                .ExecuteUpdate(set =>
                    set.SetProperty(row => row.LogLength, length)
                        .SetProperty(row => row.SteppedUntilUtc, change.SteppedUntilUtc)
                        .SetProperty(row => row.State, change.State)
                        .SetProperty(row => row.StoppedUtc, isEnd ? Now : null)
                ) > 0;
        if (!isMine)
        {
            if (IsKept(context, claim, length))
                return;
            throw new LeaseLostException();
        }

        AddRows(context, claim, change);
        if (change.WishNumber is { } command)
            context
                .Set<SessionCommandRow>()
                .Where(row => row.Number == command)
                .ExecuteUpdate(set => set.SetProperty(row => row.IsDone, true));
        context.SaveChanges();
        transaction.Commit();
        events.Signal();
    }

    /// <summary>Stores the result of a verification and publishes the event.</summary>
    public void SetVerification(long number, string sessionId, string verification, long length, object told)
    {
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        context
            .Set<PaperSessionRow>()
            .Where(row => row.Number == number && row.VerifiedLength <= length)
            .ExecuteUpdate(set => set.SetProperty(row => row.Verification, verification).SetProperty(row => row.VerifiedLength, length));
        events.Add(context, SessionMessages.Topic(sessionId), SessionMessages.Verified, told);
        context.Audit();
        context.SaveChanges();
        transaction.Commit();
        events.Signal();
    }

    private static IQueryable<PaperSessionRow> Running(BokgiContext context) =>
        context.Set<PaperSessionRow>().Where(row => row.State != SessionState.Stopped);

    private static IQueryable<PaperSessionRow> Mine(BokgiContext context, SessionLease claim) => Running(context).OwnedUnder(claim);

    // If the same owner already has this log length, the change itself was stored before.
    private static bool IsKept(BokgiContext context, SessionLease claim, long length) =>
        context.Set<PaperSessionRow>().OwnedUnder(claim).Any(row => row.LogLength == length);

    private void Change(SessionLease claim, Func<IQueryable<PaperSessionRow>, int> change)
    {
        using var context = database.OpenForWriting();
        if (change(Mine(context, claim)) == 0)
            throw new LeaseLostException();
    }

    private void AddRows(BokgiContext context, SessionLease claim, SessionChange change)
    {
        context.AddRange(change.Entries);
        context.AddRange(change.Results.OfType<SessionEvent.Signalled>().Select(signal => PaperSignalRow.Of(claim.Number, signal)));
        context.AddRange(change.Results.OfType<SessionEvent.Closed>().Select(closed => PaperTradeRow.Of(claim.Number, closed)));
        var states = context.Set<PaperStateRow>().Where(row => row.SessionNumber == claim.Number);
        if (states.ExecuteUpdate(set => set.SetProperty(row => row.Data, change.Saved)) == 0)
            context.Add(new PaperStateRow { SessionNumber = claim.Number, Data = change.Saved });
        foreach (var (kind, data) in change.Events)
            events.Add(context, SessionMessages.Topic(claim.SessionId), kind, data);
    }
}
