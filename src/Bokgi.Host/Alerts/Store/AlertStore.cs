using Bokgi.Host.Platform.Events.Store;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Alerts.Store;

/// <summary>Alerts, their groups and their deliveries, shared by all servers on one database.</summary>
internal sealed class AlertStore(BokgiDatabase database, EventLog events, HostSettings settings, TimeProvider clock)
{
    /// <summary>The topic of alerts in GET /api/events.</summary>
    public const string Topic = "alerts";

    private const string EventKind = "alert";
    private const string GroupsLockSource = "groups"; // the source of the cursor row that serves as the lock of all groups
    private const int MaximumCombinedMessages = 10; // messages that one combined message lists
    private const int ClaimCandidates = 10;
    private const int MaximumValueLength = 500;

    private static readonly TimeSpan RetentionTime = TimeSpan.FromDays(30);

    /// <summary>The cursor of a source. If none is stored yet, stores the result of <paramref name="getInitial"/>.</summary>
    public async Task<long> GetOrAddCursorAsync(string source, Func<Task<long>> getInitial)
    {
        await using (var reading = database.Open())
        {
            if (await reading.Set<AlertCursorRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Source == source) is { } stored)
                return stored.Cursor;
        }

        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        var cursors = context.Set<AlertCursorRow>();
        var cursor = await getInitial();
        cursors.Add(new AlertCursorRow { Source = source, Cursor = cursor });
        try
        {
            await context.SaveChangesAsync();
            return cursor;
        }
        catch (DbUpdateException)
        {
            if (await cursors.AsNoTracking().FirstOrDefaultAsync(row => row.Source == source) is not { } concurrent)
                throw;
            return concurrent.Cursor; // another server has stored it in the meantime
        }
    }

    /// <summary>Events with a greater number, oldest first.</summary>
    public async Task<IReadOnlyList<EventRow>> ListEventsAfterAsync(long number, int limit, CancellationToken cancel)
    {
        await using var context = database.Open();
        return await context
            .Set<EventRow>()
            .AsNoTracking()
            .Where(row => row.Number > number)
            .OrderBy(row => row.Number)
            .Take(limit)
            .ToListAsync(cancel);
    }

    /// <summary>
    /// Raises alerts and advances a source's cursor, in one transaction; each alert is sent, grouped or dropped. Returns false, and
    /// raises nothing, if another server has moved the cursor.
    /// </summary>
    /// <param name="alerts">The alerts, in the order in which they happened.</param>
    /// <param name="channels">The channels of this installation.</param>
    /// <param name="progress">The source with its cursor before and after these alerts; null for alerts without one.</param>
    public async Task<bool> RaiseAsync(
        IReadOnlyList<Alert> alerts,
        IReadOnlyList<string> channels,
        (string Source, long From, long To)? progress = null
    )
    {
        if (alerts.Count > 0)
            await GetOrAddCursorAsync(GroupsLockSource, () => Task.FromResult(0L)); // creates the row if it is missing
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        await LockGroupsAsync(context);
        if (progress is var (source, from, to))
        {
            var advancedCursors = await context
                .Set<AlertCursorRow>()
                .Where(row => row.Source == source && row.Cursor == from)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, to));
            if (advancedCursors == 0)
                return false;
        }

        foreach (var alert in alerts.Where(alert => !settings.Alerts.Muted.Contains(WireNames.Of(alert.Message.Kind))))
            await AddAsync(context, alert, channels);
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        events.Signal();
        return true;
    }

    /// <summary>The keys with the given prefix of groups whose problem was not over at the last report.</summary>
    public async Task<IReadOnlyList<string>> ListOpenGroupKeysAsync(string prefix)
    {
        await using var context = database.Open();
        var groups = context.Set<AlertGroupRow>().AsNoTracking().Where(group => group.IsOpen && group.Key.StartsWith(prefix));
        return await groups.Select(group => group.Key).ToListAsync();
    }

    /// <summary>Sends the messages that waited for the end of their group's time window; all messages of a group become one.</summary>
    public async Task SendWaitingAsync(IReadOnlyList<string> channels)
    {
        if (!await AnyAsync<AlertGroupRow>(group => group.DueUtc <= clock.NowUtc()))
            return;
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        await LockGroupsAsync(context);
        var now = clock.NowUtc();
        var due = await context.Set<AlertGroupRow>().Where(group => group.DueUtc <= now).ToListAsync();
        foreach (var group in due)
        {
            Send(context, group.Key, Combine(ReadMessages(group.Waiting)), channels);
            (group.Waiting, group.DueUtc, group.LastSentUtc) = (null, null, now);
        }

        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        if (due.Count > 0)
            events.Signal();
    }

    /// <summary>
    /// Claims the oldest delivery that is due and counts an attempt. If this process dies, the delivery is due again after
    /// <paramref name="lease"/>.
    /// </summary>
    public async Task<(AlertDeliveryRow Delivery, AlertMessage Message)?> ClaimAsync(string channel, TimeSpan lease)
    {
        var now = clock.NowUtc();
        if (!await AnyAsync<AlertDeliveryRow>(row => row.Channel == channel && row.State == DeliveryState.Queued && row.DueUtc <= now))
            return null;
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        var deliveries = context.Set<AlertDeliveryRow>();
        var due = await (
            from delivery in deliveries.AsNoTracking()
            join alert in context.Set<AlertRow>() on delivery.AlertNumber equals alert.Number
            where delivery.Channel == channel && delivery.State == DeliveryState.Queued && delivery.DueUtc <= now
            orderby delivery.Number
            select new { Delivery = delivery, alert.Message }
        )
            .Take(ClaimCandidates)
            .ToListAsync();
        foreach (var candidate in due)
        {
            var (number, attempts) = (candidate.Delivery.Number, candidate.Delivery.Attempts + 1);
            var leaseEndUtc = now + ToMicroseconds(lease);
            var isClaimed =
                await deliveries
                    .Where(row => row.Number == number && row.State == DeliveryState.Queued && row.Attempts == attempts - 1)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Attempts, attempts).SetProperty(row => row.DueUtc, leaseEndUtc))
                > 0;
            if (isClaimed)
                return (
                    new AlertDeliveryRow
                    {
                        Number = number,
                        AlertNumber = candidate.Delivery.AlertNumber,
                        Channel = channel,
                        State = DeliveryState.Queued,
                        Attempts = attempts,
                        DueUtc = leaseEndUtc,
                    },
                    JsonSerializer.Deserialize<AlertMessage>(candidate.Message, JsonFormat.Compact)!
                );
        }

        return null;
    }

    public async Task MarkSentAsync(long delivery) =>
        await ChangeAsync(
            delivery,
            set =>
                set.SetProperty(row => row.State, DeliveryState.Sent)
                    .SetProperty(row => row.SentUtc, clock.NowUtc())
                    .SetProperty(row => row.Error, (string?)null)
        );

    /// <param name="delivery">The delivery's number.</param>
    /// <param name="error">Why the attempt failed, without secrets.</param>
    /// <param name="retryDelay">How long to wait before the next attempt; null to give up.</param>
    public async Task MarkFailedAsync(long delivery, string error, TimeSpan? retryDelay) =>
        await ChangeAsync(
            delivery,
            set =>
            {
                set.SetProperty(row => row.Error, error);
                if (retryDelay is { } delay)
                    set.SetProperty(row => row.DueUtc, clock.NowUtc() + ToMicroseconds(delay));
                else
                    set.SetProperty(row => row.State, DeliveryState.Failed);
            }
        );

    /// <summary>A page of alerts with their deliveries, newest first.</summary>
    public async Task<(int Total, IReadOnlyList<AlertRow> Alerts)> ListAsync(Paging paging, CancellationToken cancel)
    {
        await using var context = database.Open();
        var alerts = context.Set<AlertRow>().AsNoTracking();
        return (
            await alerts.CountAsync(cancel),
            await alerts
                .Include(alert => alert.Deliveries)
                .OrderByDescending(alert => alert.Number)
                .Skip(paging.Offset)
                .Take(paging.Limit)
                .ToListAsync(cancel)
        );
    }

    /// <summary>Deletes alerts that are older than the retention time, with their deliveries.</summary>
    public async Task PruneAsync()
    {
        var cutoffUtc = clock.NowUtc() - ToMicroseconds(RetentionTime);
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await context.Set<AlertRow>().Where(alert => alert.CreatedUtc < cutoffUtc).ExecuteDeleteAsync();
    }

    // Other servers wait here until the transaction ends, so that no two servers change a group at the same time.
    private static Task<int> LockGroupsAsync(BokgiContext context) =>
        context
            .Set<AlertCursorRow>()
            .Where(row => row.Source == GroupsLockSource)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, row => row.Cursor + 1));

    private static long ToMicroseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private async Task<bool> AnyAsync<T>(System.Linq.Expressions.Expression<Func<T, bool>> predicate)
        where T : class
    {
        await using var context = database.Open();
        return await context.Set<T>().AnyAsync(predicate);
    }

    private static List<AlertMessage> ReadMessages(string? waiting) =>
        waiting is null ? [] : JsonSerializer.Deserialize<List<AlertMessage>>(waiting, JsonFormat.Compact)!;

    // Combines messages into one. The title is that of the first message, followed by the number of others; each field shows one message.
    private static AlertMessage Combine(List<AlertMessage> waiting)
    {
        if (waiting is [var only])
            return only;
        var last = waiting[^1];
        var count = waiting.Sum(message => 1 + message.Repeats);
        return last with
        {
            Severity = waiting.Max(message => message.Severity),
            Title = new LocalizedText($"{waiting[0].Title.Ko} 외 {count - 1}건", $"{waiting[0].Title.En} and {count - 1} more"),
            Fields = [.. waiting.Select((message, i) => ListItem(message, string.Create(CultureInfo.InvariantCulture, $"{i + 1}")))],
            Repeats = 0,
        };
    }

    private static AlertField ListItem(AlertMessage message, string number)
    {
        var english = string.Join(", ", message.Fields.Select(field => field.Value));
        var korean = string.Join(", ", message.Fields.Select(field => field.KoreanValue ?? field.Value));
        return new AlertField(number, new(number, number), Shorten($"{message.Title.En}: {english}"))
        {
            KoreanValue = Shorten($"{message.Title.Ko}: {korean}"),
        };
    }

    private static string Shorten(string text) => text.Length > MaximumValueLength ? text[..MaximumValueLength] + "…" : text;

    private async Task ChangeAsync(long delivery, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<AlertDeliveryRow>> change)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await context.Set<AlertDeliveryRow>().Where(row => row.Number == delivery).ExecuteUpdateAsync(change);
    }

    private async Task AddAsync(BokgiContext context, Alert alert, IReadOnlyList<string> channels)
    {
        var groups = context.Set<AlertGroupRow>();
        var row = await groups.FindAsync(alert.Key) ?? groups.Add(new AlertGroupRow { Key = alert.Key }).Entity;
        if (alert is Alert.Event { Window: var window })
        {
            AddEvent(context, row, alert, window, channels);
            return;
        }

        var group = new AlertGroup(row.IsOpen, row.LastSentUtc, row.LastWasRecovery, row.Repeats, row.LastSeverity);
        var (state, repeats) =
            alert is Alert.Problem ? group.RecordProblem(clock.NowUtc(), alert.Message.Severity) : group.RecordRecovery(clock.NowUtc());
        row.IsOpen = state.IsOpen;
        row.LastSentUtc = state.LastSentUtc;
        row.LastWasRecovery = state.LastWasRecovery;
        row.Repeats = state.Repeats;
        row.LastSeverity = state.LastSeverity;
        if (repeats is { } count)
            Send(context, alert.Key, alert.Message with { Repeats = count, IsRecovery = alert is Alert.Recovery }, channels);
    }

    private void AddEvent(BokgiContext context, AlertGroupRow row, Alert alert, TimeSpan window, IReadOnlyList<string> channels)
    {
        var now = clock.NowUtc();
        if (row.DueUtc is null && (row.LastSentUtc is not { } sent || now - sent >= ToMicroseconds(window)))
        {
            row.LastSentUtc = now;
            Send(context, alert.Key, alert.Message, channels);
            return;
        }

        var waiting = ReadMessages(row.Waiting);
        if (waiting.Count < MaximumCombinedMessages)
            waiting.Add(alert.Message);
        else
            waiting[^1] = waiting[^1] with { Repeats = waiting[^1].Repeats + 1 }; // too many to list: only counted
        row.Waiting = JsonSerializer.Serialize(waiting, JsonFormat.Compact);
        row.DueUtc ??= row.LastSentUtc + ToMicroseconds(window);
    }

    private void Send(BokgiContext context, string key, AlertMessage message, IReadOnlyList<string> channels)
    {
        var now = clock.NowUtc();
        var dueUtc = now + ToMicroseconds(QuietHours.Delay(clock.GetUtcNow(), message.Severity, settings));
        context.Add(
            new AlertRow
            {
                Kind = message.Kind,
                GroupKey = key,
                Message = JsonSerializer.Serialize(message, JsonFormat.Compact),
                CreatedUtc = now,
                Deliveries =
                [
                    .. channels.Select(channel => new AlertDeliveryRow
                    {
                        Channel = channel,
                        State = DeliveryState.Queued,
                        DueUtc = dueUtc,
                    }),
                ],
            }
        );
        events.Add(context, Topic, EventKind, AlertDocument.MessageDocument.Of(message));
    }
}
