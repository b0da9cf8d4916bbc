using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Simulation;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>Queries for sessions, their trades and their signals. Any process may use them, not only the owner of a session.</summary>
internal sealed class PaperQueries(BokgiDatabase database)
{
    /// <summary>A session; the newest one if no id is given. Null if there is none.</summary>
    public async Task<PaperSessionRow?> FindAsync(string? sessionId)
    {
        await using var context = database.Open();
        return await FindAsync(context, sessionId);
    }

    /// <summary>A session's row and state, read in one transaction; the newest session if no id is given. Null if there is none.</summary>
    public async Task<(PaperSessionRow Row, PaperSession Session)?> LoadAsync(string? sessionId)
    {
        await using var connection = await database.ConnectAsync();
        await connection.BeginSnapshotAsync();
        await using var context = connection.OpenContext();
        return await FindAsync(context, sessionId) is { } row ? (row, await RestoreAsync(context, row)) : null;
    }

    public async Task<(int Total, IReadOnlyList<PaperSessionRow> Rows)> ListAsync(SessionState? state, Paging paging)
    {
        await using var context = database.Open();
        var rows = context.Set<PaperSessionRow>().Where(row => state == null || row.State == state);
        return await PageAsync(rows.OrderByDescending(row => row.Number), paging);
    }

    public async Task<(int Total, IReadOnlyList<PaperTradeRow> Rows)> TradesAsync(long sessionNumber, string? symbol, Paging paging)
    {
        await using var context = database.Open();
        var rows = context
            .Set<PaperTradeRow>()
            .Where(row => row.SessionNumber == sessionNumber && (symbol == null || row.Symbol == symbol));
        return await PageAsync(rows.OrderByDescending(row => row.Number), paging);
    }

    public async Task<(int Total, IReadOnlyList<PaperSignalRow> Rows)> SignalsAsync(long sessionNumber, string? symbol, Paging paging)
    {
        await using var context = database.Open();
        var rows = context
            .Set<PaperSignalRow>()
            .Where(row => row.SessionNumber == sessionNumber && (symbol == null || row.Symbol == symbol));
        return await PageAsync(rows.OrderByDescending(row => row.Number), paging);
    }

    /// <summary>
    /// What each session traded from <paramref name="fromUtc"/> to before <paramref name="untilUtc"/>. Sessions that ended before that period
    /// or were created after it are left out.
    /// </summary>
    public async Task<IReadOnlyList<SessionResult>> ResultsAsync(long fromUtc, long untilUtc, CancellationToken cancel)
    {
        await using var context = database.Open();
        var sessions = await context
            .Set<PaperSessionRow>()
            .AsNoTracking()
            .Where(row => row.CreatedUtc < untilUtc && (row.StoppedUtc == null || row.StoppedUtc >= fromUtc))
            .OrderBy(row => row.Number)
            .Select(row => new { row.Number, row.SessionId })
            .ToListAsync(cancel);
        var trades = (
            await context
                .Set<PaperTradeRow>()
                .AsNoTracking()
                .Where(row => row.ExitUtc >= fromUtc && row.ExitUtc < untilUtc)
                .Select(row => new
                {
                    row.SessionNumber,
                    row.Symbol,
                    row.Pnl,
                })
                .ToListAsync(cancel)
        ).ToLookup(row => row.SessionNumber);
        return
        [
            .. sessions.Select(row => new SessionResult(
                row.SessionId,
                trades[row.Number].Count(),
                trades[row.Number]
                    .GroupBy(trade => Symbol.Parse(trade.Symbol).Quote)
                    .ToDictionary(byQuote => byQuote.Key, byQuote => byQuote.Sum(trade => trade.Pnl))
            )),
        ];
    }

    /// <summary>The connections of the sessions that have not ended, oldest session first.</summary>
    public Task<IReadOnlyList<SessionConnection>> ConnectionsAsync(CancellationToken cancel) =>
        database.QueryAsync(
            $"""
            SELECT "SessionId", "IsConnected", coalesce("ConnectionUtc", "CreatedUtc")
            FROM paper_sessions WHERE "State" <> {WireNames.Of(SessionState.Stopped)} ORDER BY "Number"
            """,
            row => new SessionConnection(row.GetString(0), row.GetBoolean(1), row.GetInt64(2)),
            cancel
        );

    /// <summary>Numbers of the sessions that have ended and were not verified up to their end.</summary>
    public async Task<IReadOnlyList<long>> ListUnverifiedAsync()
    {
        await using var context = database.Open();
        return await context
            .Set<PaperSessionRow>()
            .Where(row => row.State == SessionState.Stopped && row.VerifiedLength < row.LogLength)
            .Select(row => row.Number)
            .ToListAsync();
    }

    public async Task<StoredSession> LoadStoredSessionAsync(long sessionNumber)
    {
        await using var connection = await database.ConnectAsync();
        await connection.BeginSnapshotAsync();
        await using var context = connection.OpenContext();
        var row = await context.Set<PaperSessionRow>().AsNoTracking().SingleAsync(row => row.Number == sessionNumber);
        var signals = context.Set<PaperSignalRow>().AsNoTracking().Where(signal => signal.SessionNumber == sessionNumber);
        var trades = context.Set<PaperTradeRow>().AsNoTracking().Where(trade => trade.SessionNumber == sessionNumber);
        return new StoredSession(
            row,
            await RestoreAsync(context, row),
            ReadEntries(sessionNumber, row.LogLength),
            await signals.OrderBy(signal => signal.Number).ToListAsync(),
            await trades.OrderBy(trade => trade.Number).ToListAsync()
        );
    }

    private static async Task<PaperSessionRow?> FindAsync(BokgiContext context, string? sessionId)
    {
        if (sessionId?.Contains('\0', StringComparison.Ordinal) == true)
            return null; // PostgreSQL rejects NUL in text, so there can be no match
        return await context
            .Set<PaperSessionRow>()
            .AsNoTracking()
            .Where(row => sessionId == null || row.SessionId == sessionId)
            .OrderByDescending(row => row.Number)
            .FirstOrDefaultAsync();
    }

    private static async Task<PaperSession> RestoreAsync(BokgiContext context, PaperSessionRow row)
    {
        var states = context.Set<PaperStateRow>().Where(state => state.SessionNumber == row.Number);
        return PaperSession.Restore(
            SessionRequest.FromJson(row.Request).ToPlan(),
            await states.Select(state => state.Data).FirstOrDefaultAsync()
        );
    }

    private static async Task<(int Total, IReadOnlyList<T> Rows)> PageAsync<T>(IQueryable<T> rows, Paging paging)
        where T : class => (await rows.CountAsync(), await rows.AsNoTracking().Skip(paging.Offset).Take(paging.Limit).ToListAsync());

    // Entries never change, so they may be read lazily, after the transaction of the other rows has ended.
    private IEnumerable<PaperEntryRow> ReadEntries(long sessionNumber, long logLength)
    {
        using var context = database.Open();
        var entries = context
            .Set<PaperEntryRow>()
            .AsNoTracking()
            .Where(entry => entry.SessionNumber == sessionNumber && entry.Sequence < logLength);
        foreach (var entry in entries.OrderBy(entry => entry.Sequence))
            yield return entry;
    }

    /// <summary>Whether a session is connected to its exchange, and since when.</summary>
    /// <param name="SessionId">The session.</param>
    /// <param name="IsConnected">Whether it is connected.</param>
    /// <param name="SinceUtc">
    /// When it was last connected or disconnected, or when the session was created if it was never connected; microseconds UTC.
    /// </param>
    internal sealed record SessionConnection(string SessionId, bool IsConnected, long SinceUtc);

    /// <summary>Everything stored about a session, oldest first. The entries of its log are read lazily, because the log can be long.</summary>
    internal sealed record StoredSession(
        PaperSessionRow Row,
        PaperSession Session,
        IEnumerable<PaperEntryRow> Entries,
        IReadOnlyList<PaperSignalRow> Signals,
        IReadOnlyList<PaperTradeRow> Trades
    );
}
