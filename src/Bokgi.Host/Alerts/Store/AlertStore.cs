using Bokgi.Host.Platform.Events.Store;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Alerts.Store;

/// <summary>Alerts, their groups and their deliveries, shared by all servers on one database.</summary>
internal sealed class AlertStore(BokgiDatabase database, EventLog events, HostSettings settings, TimeProvider clock)
{
    /// <summary>The topic of alerts in GET /api/events.</summary>
    public const string Topic = "alerts";

    private const string EventKind = "alert";
    private const string Lock = "groups";
    private const int MaximumListed = 10;
    private const int LongestValue = 500;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>The position of a source; at the first start of all, the given one.</summary>
    public async Task<long> PositionAsync(string source, Func<Task<long>> first)
    {
        await using (var reading = database.Open())
        {
            if (await reading.Set<AlertPositionRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Source == source) is { } known)
                return known.Position;
        }

        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        var positions = context.Set<AlertPositionRow>();
        var position = await first();
        positions.Add(new AlertPositionRow { Source = source, Position = position });
        try
        {
            await context.SaveChangesAsync();
            return position;
        }
        catch (DbUpdateException)
        {
            if (await positions.AsNoTracking().FirstOrDefaultAsync(row => row.Source == source) is not { } concurrent)
                throw;
            return concurrent.Position; // stored by another server
        }
    }

    /// <summary>Events after a number, oldest first.</summary>
    public async Task<IReadOnlyList<EventRow>> EventsAfterAsync(long number, int limit, CancellationToken cancel)
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
    /// Raises alerts and moves a source's position on, in one transaction; each alert is sent, grouped or dropped. Returns false, and raises
    /// nothing, if another server has moved the position.
    /// </summary>
    /// <param name="alerts">The alerts, in the order in which they happened.</param>
    /// <param name="channels">The channels of this installation.</param>
    /// <param name="progress">The source with its position before and after these alerts; null for alerts without one.</param>
    public async Task<bool> RaiseAsync(
        IReadOnlyList<Alert> alerts,
        IReadOnlyList<string> channels,
        (string Source, long From, long To)? progress = null
    )
    {
        if (alerts.Count > 0)
            await PositionAsync(Lock, () => Task.FromResult(0L));
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        await LockAsync(context);
        if (
            progress is var (source, from, to)
            && await context
                .Set<AlertPositionRow>()
                .Where(row => row.Source == source && row.Position == from)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Position, to)) == 0
        )
            return false;
        foreach (var alert in alerts.Where(alert => !settings.Alerts.Muted.Contains(WireNames.Of(alert.Message.Kind))))
            await AddAsync(context, alert, channels);
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        events.Signal();
        return true;
    }

    /// <summary>Keys of problems that persist, as far as is known.</summary>
    public async Task<IReadOnlyList<string>> OpenKeysAsync(string prefix)
    {
        await using var context = database.Open();
        var groups = context.Set<AlertGroupRow>().AsNoTracking().Where(group => group.IsOpen && group.Key.StartsWith(prefix));
        return await groups.Select(group => group.Key).ToListAsync();
    }

    /// <summary>Sends messages whose window has ended, those of a group together.</summary>
    public async Task SendWaitingAsync(IReadOnlyList<string> channels)
    {
        if (!await AnyAsync<AlertGroupRow>(group => group.DueUtc <= clock.NowUtc()))
            return;
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        await LockAsync(context);
        var now = clock.NowUtc();
        var due = await context.Set<AlertGroupRow>().Where(group => group.DueUtc <= now).ToListAsync();
        foreach (var group in due)
        {
            Send(context, group.Key, Combine(Read(group.Waiting)), channels);
            (group.Waiting, group.DueUtc, group.LastSentUtc) = (null, null, now);
        }

        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        if (due.Count > 0)
            events.Signal();
    }

    /// <summary>Claims the oldest delivery that is due: an attempt is counted, and the next is due after <paramref name="lease"/>, should this process die.</summary>
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
            .Take(MaximumListed)
            .ToListAsync();
        foreach (var each in due)
        {
            var (number, attempts) = (each.Delivery.Number, each.Delivery.Attempts + 1);
            var next = now + ToMicroseconds(lease);
            var isMine =
                await deliveries
                    .Where(row => row.Number == number && row.State == DeliveryState.Queued && row.Attempts == attempts - 1)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Attempts, attempts).SetProperty(row => row.DueUtc, next)) > 0;
            if (isMine)
                return (
                    new AlertDeliveryRow
                    {
                        Number = number,
                        AlertNumber = each.Delivery.AlertNumber,
                        Channel = channel,
                        State = DeliveryState.Queued,
                        Attempts = attempts,
                        DueUtc = next,
                    },
                    JsonSerializer.Deserialize<AlertMessage>(each.Message, JsonFormat.Compact)!
                );
        }

        return null;
    }

    public async Task SentAsync(long delivery) =>
        await ChangeAsync(
            delivery,
            set =>
                set.SetProperty(row => row.State, DeliveryState.Sent)
                    .SetProperty(row => row.SentUtc, clock.NowUtc())
                    .SetProperty(row => row.Error, (string?)null)
        );

    /// <param name="delivery">The delivery's number.</param>
    /// <param name="error">Why the attempt failed, without secrets.</param>
    /// <param name="after">When to try again; null to give up.</param>
    public async Task FailedAsync(long delivery, string error, TimeSpan? after) =>
        await ChangeAsync(
            delivery,
            set =>
            {
                set.SetProperty(row => row.Error, error);
                if (after is { } wait)
                    set.SetProperty(row => row.DueUtc, clock.NowUtc() + ToMicroseconds(wait));
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

    public async Task PruneAsync()
    {
        var before = clock.NowUtc() - ToMicroseconds(Kept);
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await context.Set<AlertRow>().Where(alert => alert.CreatedUtc < before).ExecuteDeleteAsync();
    }

    // Other servers wait here, so that a group has one state.
    private static Task<int> LockAsync(BokgiContext context) =>
        context
            .Set<AlertPositionRow>()
            .Where(row => row.Source == Lock)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Position, row => row.Position + 1));

    private static long ToMicroseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private async Task<bool> AnyAsync<T>(System.Linq.Expressions.Expression<Func<T, bool>> isIt)
        where T : class
    {
        await using var context = database.Open();
        return await context.Set<T>().AnyAsync(isIt);
    }

    private static List<AlertMessage> Read(string? waiting) =>
        waiting is null ? [] : JsonSerializer.Deserialize<List<AlertMessage>>(waiting, JsonFormat.Compact)!;

    // One message for several: the titles of the first ones, and how many there are.
    private static AlertMessage Combine(List<AlertMessage> waiting)
    {
        if (waiting is [var only])
            return only;
        var last = waiting[^1];
        var all = waiting.Sum(each => 1 + each.Repeats);
        return last with
        {
            Severity = waiting.Max(each => each.Severity),
            Title = new LocalizedText($"{waiting[0].Title.Ko} 외 {all - 1}건", $"{waiting[0].Title.En} and {all - 1} more"),
            Fields =
            [
                .. waiting.Select(
                    (each, i) =>
                        new AlertField(
                            string.Create(CultureInfo.InvariantCulture, $"{i + 1}"),
                            each.Title,
                            Shorten(string.Join(", ", each.Fields.Select(field => field.Value)))
                        )
                ),
            ],
            Repeats = 0,
        };
    }

    private static string Shorten(string text) => text.Length > LongestValue ? text[..LongestValue] + "…" : text;

    private async Task ChangeAsync(long delivery, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<AlertDeliveryRow>> change)
    {
        await using var context = await database.OpenForWritingAsync(CancellationToken.None);
        await context.Set<AlertDeliveryRow>().Where(row => row.Number == delivery).ExecuteUpdateAsync(change);
    }

    private async Task AddAsync(BokgiContext context, Alert alert, IReadOnlyList<string> channels)
    {
        var groups = context.Set<AlertGroupRow>();
        if (await groups.FindAsync(alert.Key) is not { } row)
            groups.Add(row = new AlertGroupRow { Key = alert.Key });
        if (alert is Alert.Event { Window: var window })
        {
            AddEvent(context, row, alert, window, channels);
            return;
        }

        var group = new AlertGroup(row.IsOpen, row.LastSentUtc, row.LastWasRecovery, row.Repeats, row.LastSeverity);
        var (state, repeats) =
            alert is Alert.Problem ? group.Problem(clock.NowUtc(), alert.Message.Severity) : group.Recovery(clock.NowUtc());
        row.LastSeverity = state.LastSeverity;
        (row.IsOpen, row.LastSentUtc, row.LastWasRecovery, row.Repeats) = (
            state.IsOpen,
            state.LastSentUtc,
            state.LastWasRecovery,
            state.Repeats
        );
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

        var waiting = Read(row.Waiting);
        if (waiting.Count < MaximumListed)
            waiting.Add(alert.Message);
        else
            waiting[^1] = waiting[^1] with { Repeats = waiting[^1].Repeats + 1 };
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
