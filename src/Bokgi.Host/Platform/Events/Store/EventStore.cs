using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Platform.Events.Store;

/// <summary>Reads stored events and deletes old ones. <see cref="EventLog"/> adds events.</summary>
internal sealed class EventStore(BokgiDatabase database)
{
    private const int BatchSize = 1_000;

    /// <summary>The number of the newest event; 0 if there is none yet.</summary>
    public async Task<long> NewestNumberAsync(CancellationToken cancel)
    {
        await using var context = database.Open();
        return await context.Set<EventRow>().MaxAsync(row => (long?)row.Number, cancel) ?? 0;
    }

    /// <summary>
    /// The events after a number, oldest first. If events after the number have been deleted, a single gap event takes their place.
    /// </summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadAfterAsync(long number, int limit, CancellationToken cancel)
    {
        await using var context = database.Open();
        var rows = context.Set<EventRow>().AsNoTracking().Where(row => row.Number > number).OrderBy(row => row.Number).Take(limit);
        return [.. (await rows.ToListAsync(cancel)).Select(row => StoredEvent.Create(row.Number, row.Topic, row.Kind, row.Data))];
    }

    /// <summary>
    /// Deletes old events, except that the newest of them becomes a gap event. The number of the gap event shows how far events have been
    /// deleted.
    /// </summary>
    /// <param name="beforeUtc">Events created before this time are deleted; microseconds since the Unix epoch, UTC.</param>
    /// <param name="cancel">Cancels the deletion; earlier batches stay deleted.</param>
    public async Task DeleteOlderThanAsync(long beforeUtc, CancellationToken cancel)
    {
        for (var hasMore = true; hasMore; )
        {
            await using var context = database.Open();
            var oldestRows = await context
                .Set<EventRow>()
                .OrderBy(row => row.Number)
                .Take(BatchSize)
                .Select(row => new
                {
                    row.Number,
                    row.CreatedUtc,
                    row.Kind,
                })
                .ToListAsync(cancel);
            var oldRows = oldestRows.TakeWhile(row => row.CreatedUtc < beforeUtc).ToList();
            hasMore = oldRows.Count == BatchSize;
            if (oldRows.Count > 0 && oldRows[^1].Kind != EventNames.Gap)
                await DeleteUpToAsync(context, oldRows[^1].Number, cancel);
        }
    }

    private static async Task DeleteUpToAsync(BokgiContext context, long lastNumber, CancellationToken cancel)
    {
        var rows = context.Set<EventRow>();
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        await rows.Where(row => row.Number < lastNumber).ExecuteDeleteAsync(cancel);
        await rows.Where(row => row.Number == lastNumber)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.Kind, EventNames.Gap)
                        .SetProperty(row => row.Topic, EventNames.Gap)
                        .SetProperty(row => row.Data, "{}"),
                cancel
            );
        await transaction.CommitAsync(cancel);
    }
}
