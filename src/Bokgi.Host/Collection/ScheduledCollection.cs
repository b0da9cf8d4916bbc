using Bokgi.Host.Tasks;
using Bokgi.Host.Tasks.Store;

namespace Bokgi.Host.Collection;

/// <summary>The collection that the schedule starts: for each of its series, all missing bars from the first stored one on.</summary>
internal sealed class ScheduledCollection(HostSettings settings, CandleLake lake, TaskStore tasks, TaskQueue queue)
{
    public Task<TaskRow?> FindLastTaskAsync() => tasks.FindNewestByKeyPrefixAsync(IdempotencyKey.ScheduledPrefix);

    /// <summary>
    /// The series to collect: those that were collected before and match the settings, and those that the settings name.
    /// </summary>
    public IReadOnlyList<CollectionSeries> FindSeries()
    {
        var (symbols, timeframes) = (settings.Scheduler.Symbols, settings.Scheduler.Timeframes);
        var collected = CollectedSeries.All(lake).Select(each => each.Series);
        var known = collected
            .Where(each => symbols.Count == 0 || symbols.Contains(each.Symbol))
            .Where(each => timeframes.Count == 0 || timeframes.Contains(each.Timeframe))
            .ToList();
        var named = symbols.SelectMany(
            _ => timeframes,
            (symbol, timeframe) => new CollectionSeries(settings.Scheduler.Exchange, symbol, timeframe)
        );
        return [.. known, .. named.Where(each => !known.Exists(other => other.Symbol == each.Symbol && other.Timeframe == each.Timeframe))];
    }

    /// <summary>Starts the collection now, at a user's request.</summary>
    /// <exception cref="ConflictException">The previous collection is still running.</exception>
    /// <exception cref="InvalidInputException">There is nothing to collect.</exception>
    public async Task<TaskRow> TriggerAsync()
    {
        var last = await FindLastTaskAsync();
        if (IsActive(last))
            throw new ConflictException(
                $"the scheduled collection is running as task {last!.TaskId}; wait until it ends, or cancel it with DELETE /api/backtests/tasks/{last.TaskId}"
            );
        // Two concurrent requests use the same key, so both get the same task.
        return await StartAsync($"after:{last?.TaskId ?? "none"}")
            ?? throw InvalidInputException.ForField(
                "symbols",
                "there is nothing to collect: no series of the lake came from an exchange; name some in SCHEDULER_SYMBOLS and SCHEDULER_TIMEFRAMES, or collect them once with POST /api/data/collect"
            );
    }

    /// <summary>
    /// Starts the collection, only once a day even if several processes call this. Returns null while the previous
    /// collection is running, or if there is nothing to collect.
    /// </summary>
    public async Task<TaskRow?> StartDailyAsync(DateOnly day) =>
        IsActive(await FindLastTaskAsync()) ? null : await StartAsync($"{day:yyyy-MM-dd}");

    private static string ToJson<T>(T value) => JsonSerializer.Serialize(value, JsonFormat.Compact);

    private static bool IsActive(TaskRow? task) => task is { State: TaskState.Queued or TaskState.Running };

    private async Task<TaskRow?> StartAsync(string key)
    {
        var series = FindSeries();
        return series.Count == 0
            ? null
            : await queue.SubmitAsync(
                CollectionTask.KindName,
                new TaskRequest(ToJson(new CollectionRequest(series, new RequestedSpan(StartUtc: null, EndUtc: null, Days: null))))
                {
                    ComparedText = ToJson(new { Scheduled = key }), // not the series, which may differ between servers
                    Key = IdempotencyKey.ScheduledPrefix + key,
                }
            );
    }
}
