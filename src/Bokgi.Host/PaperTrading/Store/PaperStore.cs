using Bokgi.Host.PaperTrading.Sessions;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>
/// Sessions as their owners take, keep and change them. Every change asks in the same transaction whether the session is still the caller's,
/// so that an owner which was taken for dead changes nothing.
/// </summary>
internal sealed class PaperStore(BokgiDatabase database, EventLog events, TimeProvider clock)
{
    private long Now => UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Keeps a new session, which nobody steps yet.</summary>
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

    /// <summary>Sessions that have not ended.</summary>
    public IReadOnlyList<SessionLeaseView> Look()
    {
        using var context = database.Open();
        return
        [
            .. context
                .Set<PaperSessionRow>()
                .Where(row => row.State != SessionState.Stopped)
                .OrderBy(row => row.Number)
                .Select(row => new SessionLeaseView(row.Number, row.SessionId, row.Owner, row.Fence, row.Beats)),
        ];
    }

    /// <summary>Takes a session as it was seen.</summary>
    /// <returns>Null when it has ended, was taken by another, or its owner lives after all.</returns>
    public SessionClaim? Claim(SessionLeaseView sight, string owner)
    {
        using var context = database.OpenForWriting();
        var isTaken =
            context
                .Set<PaperSessionRow>()
                .Where(row =>
                    row.Number == sight.Number
                    && row.State != SessionState.Stopped
                    && row.Fence == sight.Fence
                    && (row.Owner == null || row.Beats == sight.Beats)
                )
                .ExecuteUpdate(set => set.SetProperty(row => row.Owner, owner).SetProperty(row => row.Fence, row => row.Fence + 1)) > 0;
        return isTaken ? new SessionClaim(sight.Number, sight.SessionId, sight.Fence + 1) : null;
    }

    /// <summary>Tells that sessions' owner lives.</summary>
    /// <returns>The numbers of those that are still the owner's.</returns>
    public IReadOnlyList<long> Beat(string owner)
    {
        using var context = database.OpenForWriting();
        var own = context.Set<PaperSessionRow>().Where(row => row.Owner == owner && row.State != SessionState.Stopped);
        own.ExecuteUpdate(set => set.SetProperty(row => row.Beats, row => row.Beats + 1));
        return [.. own.Select(row => row.Number)];
    }

    /// <summary>Lets a session go, so that another takes it at once.</summary>
    /// <param name="claim">The session.</param>
    /// <param name="trouble">Why it does not go on here, if anything is wrong with it.</param>
    public void Release(SessionClaim claim, string? trouble = null)
    {
        using var context = database.OpenForWriting();
        Mine(context, claim)
            .ExecuteUpdate(set =>
                set.SetProperty(row => row.Owner, (string?)null).SetProperty(row => row.Trouble, row => trouble ?? row.Trouble)
            );
    }

    /// <summary>The sessions of owners that cannot be alive, since this process is the only one.</summary>
    public void ReleaseAll()
    {
        using var context = database.OpenForWriting();
        context
            .Set<PaperSessionRow>()
            .Where(row => row.Owner != null)
            .ExecuteUpdate(set => set.SetProperty(row => row.Owner, (string?)null));
    }

    /// <summary>A session and its state after the last entry of its log, both of one moment.</summary>
    public (PaperSessionRow Row, PaperSession Session) Load(long number)
    {
        using var context = database.Open();
        using var snapshot = context.BeginSnapshot();
        var row = context.Set<PaperSessionRow>().AsNoTracking().Single(row => row.Number == number);
        return (row, Restore(context, row));
    }

    /// <summary>A session by its row and what else is kept of it, within the caller's snapshot.</summary>
    public static PaperSession Restore(BokgiContext context, PaperSessionRow row) =>
        PaperSession.Restore(
            row,
            context.Set<PaperStateRow>().Where(state => state.SessionNumber == row.Number).Select(state => state.Data).FirstOrDefault()
        );

    /// <summary>Keeps when a session's first bar opens.</summary>
    /// <exception cref="SessionLostException">The session is no longer the caller's.</exception>
    public void SetBegin(SessionClaim claim, long beginsUtc) =>
        Change(claim, mine => mine.ExecuteUpdate(set => set.SetProperty(row => row.BeginsUtc, beginsUtc)));

    /// <summary>Keeps and tells that the connection was made or lost.</summary>
    /// <exception cref="SessionLostException">The session is no longer the caller's.</exception>
    public void SetConnection(SessionClaim claim, bool isConnected, long atUtc, string? trouble)
    {
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        var isMine =
            Mine(context, claim)
                .ExecuteUpdate(set =>
                    set.SetProperty(row => row.IsConnected, isConnected)
                        .SetProperty(row => row.ConnectionUtc, atUtc)
                        .SetProperty(row => row.Trouble, trouble)
                ) > 0;
        if (!isMine)
            throw new SessionLostException(claim);
        events.Add(
            context,
            SessionMessages.Topic(claim.SessionId),
            SessionMessages.Connection,
            new
            {
                session_id = claim.SessionId,
                is_connected = isConnected,
                at = UnixTime.Format(atUtc),
                reason = trouble,
            }
        );
        context.SaveChanges();
        transaction.Commit();
        events.Signal();
    }

    /// <summary>Keeps what keeps a session from going on; null for nothing any more.</summary>
    /// <exception cref="SessionLostException">The session is no longer the caller's.</exception>
    public void SetTrouble(SessionClaim claim, string? trouble) =>
        Change(claim, mine => mine.ExecuteUpdate(set => set.SetProperty(row => row.Trouble, trouble)));

    /// <summary>Keeps a change, all of it or none. Done again after a failure of which nobody knows how far it came, it is kept once.</summary>
    /// <exception cref="SessionLostException">The session is no longer the caller's.</exception>
    public void Commit(SessionClaim claim, SessionChange change)
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
            throw new SessionLostException(claim);
        }

        AddRows(context, claim, change);
        if (change.WishNumber is { } wish)
            context
                .Set<SessionCommandRow>()
                .Where(row => row.Number == wish)
                .ExecuteUpdate(set => set.SetProperty(row => row.IsDone, true));
        context.SaveChanges();
        transaction.Commit();
        events.Signal();
    }

    /// <summary>Keeps what came of a verification, and tells of it.</summary>
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

    private static IQueryable<PaperSessionRow> Mine(BokgiContext context, SessionClaim claim) =>
        context
            .Set<PaperSessionRow>()
            .Where(row => row.Number == claim.Number && row.Fence == claim.Fence && row.State != SessionState.Stopped);

    // The same owner has no other way to that length than the change itself.
    private static bool IsKept(BokgiContext context, SessionClaim claim, long length) =>
        context.Set<PaperSessionRow>().Any(row => row.Number == claim.Number && row.Fence == claim.Fence && row.LogLength == length);

    private void Change(SessionClaim claim, Func<IQueryable<PaperSessionRow>, int> change)
    {
        using var context = database.OpenForWriting();
        if (change(Mine(context, claim)) == 0)
            throw new SessionLostException(claim);
    }

    private void AddRows(BokgiContext context, SessionClaim claim, SessionChange change)
    {
        context.AddRange(change.Entries);
        foreach (var signal in change.Deeds.All.OfType<SessionEvent.Signalled>())
            context.Add(Row(claim, signal));
        foreach (var trade in change.Deeds.Trades)
        {
            trade.SessionNumber = claim.Number;
            context.Add(trade);
        }

        var states = context.Set<PaperStateRow>().Where(row => row.SessionNumber == claim.Number);
        if (states.ExecuteUpdate(set => set.SetProperty(row => row.Data, change.Saved)) == 0)
            context.Add(new PaperStateRow { SessionNumber = claim.Number, Data = change.Saved });
        foreach (var (kind, data) in change.Events)
            events.Add(context, SessionMessages.Topic(claim.SessionId), kind, data);
    }

    private static PaperSignalRow Row(SessionClaim claim, SessionEvent.Signalled signal) =>
        new()
        {
            SessionNumber = claim.Number,
            Symbol = signal.Pair.Symbol.Code,
            Strategy = signal.Pair.Strategy.Name,
            BarUtc = signal.BarUtc,
            Price = signal.Signal.Price,
            Confidence = signal.Signal.Confidence,
            IsOrder = signal.IsOrder,
            IsLate = signal.IsLate,
        };
}
