using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Queries;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>Read access to sessions for users, from any process.</summary>
internal sealed class PaperPages(BokgiDatabase database)
{
    /// <summary>A session; the newest one if no id is given. Null if there is none.</summary>
    public PaperSessionRow? Find(string? sessionId)
    {
        using var context = database.Open();
        return Find(context, sessionId);
    }

    /// <summary>A session's row and state from one snapshot; the newest session if no id is given. Null if there is none.</summary>
    public (PaperSessionRow Row, PaperSession Session)? Open(string? sessionId)
    {
        using var context = database.Open();
        using var snapshot = context.BeginSnapshot();
        return Find(context, sessionId) is { } row ? (row, PaperStore.Restore(context, row)) : null;
    }

    /// <summary>Sessions, newest first.</summary>
    public (int Total, IReadOnlyList<PaperSessionRow> Rows) List(SessionState? state, Paging paging)
    {
        using var context = database.Open();
        var rows = context.Set<PaperSessionRow>().AsNoTracking().Where(row => state == null || row.State == state);
        return (rows.Count(), [.. rows.OrderByDescending(row => row.Number).Skip(paging.Offset).Take(paging.Limit)]);
    }

    /// <summary>Trades of a session, newest first.</summary>
    public (int Total, IReadOnlyList<PaperTradeRow> Rows) Trades(long number, string? symbol, Paging paging)
    {
        using var context = database.Open();
        var rows = context
            .Set<PaperTradeRow>()
            .AsNoTracking()
            .Where(row => row.SessionNumber == number && (symbol == null || row.Symbol == symbol));
        return (rows.Count(), [.. rows.OrderByDescending(row => row.Number).Skip(paging.Offset).Take(paging.Limit)]);
    }

    /// <summary>Signals of a session, newest first.</summary>
    public (int Total, IReadOnlyList<PaperSignalRow> Rows) Signals(long number, string? symbol, Paging paging)
    {
        using var context = database.Open();
        var rows = context
            .Set<PaperSignalRow>()
            .AsNoTracking()
            .Where(row => row.SessionNumber == number && (symbol == null || row.Symbol == symbol));
        return (rows.Count(), [.. rows.OrderByDescending(row => row.Number).Skip(paging.Offset).Take(paging.Limit)]);
    }

    /// <summary>Sessions that have ended and were not verified to their end.</summary>
    public IReadOnlyList<long> Unverified()
    {
        using var context = database.Open();
        return
        [
            .. context
                .Set<PaperSessionRow>()
                .Where(row => row.State == SessionState.Stopped && row.VerifiedLength < row.LogLength)
                .Select(row => row.Number),
        ];
    }

    /// <summary>Everything stored of a session.</summary>
    public SessionSnapshot Whole(long number)
    {
        using var context = database.Open();
        using var snapshot = context.BeginSnapshot();
        var row = context.Set<PaperSessionRow>().AsNoTracking().Single(row => row.Number == number);
        return new SessionSnapshot(
            row,
            PaperStore.Restore(context, row),
            Entries(number, row.LogLength),
            [
                .. context
                    .Set<PaperSignalRow>()
                    .AsNoTracking()
                    .Where(signal => signal.SessionNumber == number)
                    .OrderBy(signal => signal.Number),
            ],
            [.. context.Set<PaperTradeRow>().AsNoTracking().Where(trade => trade.SessionNumber == number).OrderBy(trade => trade.Number)]
        );
    }

    private static PaperSessionRow? Find(BokgiContext context, string? sessionId)
    {
        if (sessionId?.Contains('\0', StringComparison.Ordinal) == true)
            return null; // PostgreSQL rejects NUL in text, so there can be no match
        var rows = context.Set<PaperSessionRow>().AsNoTracking();
        return sessionId is null
            ? rows.OrderByDescending(row => row.Number).FirstOrDefault()
            : rows.FirstOrDefault(row => row.SessionId == sessionId);
    }

    // Entries never change, so they may be read outside of the snapshot.
    private IEnumerable<PaperEntryRow> Entries(long number, long length)
    {
        using var context = database.Open();
        var entries = context.Set<PaperEntryRow>().AsNoTracking().Where(entry => entry.SessionNumber == number && entry.Sequence < length);
        foreach (var entry in entries.OrderBy(entry => entry.Sequence))
            yield return entry;
    }
}
