namespace Bokgi.Host.Listings;

/// <summary>
/// Caches a list from an exchange: in memory, so that callers at the same time share one request, and in a file, for when the exchange is
/// unavailable.
/// </summary>
/// <param name="exchange">The exchange, for its name and state.</param>
/// <param name="path">The file of the copy.</param>
/// <param name="maximumAge">The age from which the list is fetched again.</param>
/// <param name="writeInterval">The minimum time between two writes of the file.</param>
/// <param name="fetch">Requests the list from the exchange.</param>
/// <param name="clock">The clock.</param>
internal sealed class ExchangeCache<T>(
    IExchange exchange,
    string path,
    TimeSpan maximumAge,
    TimeSpan writeInterval,
    Func<CancellationToken, Task<IReadOnlyList<T>>> fetch,
    TimeProvider clock
) : IDisposable
{
    // How long GetAsync waits for the exchange. Short, because a user may be waiting for the page; the request goes on in the background.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private const long MaximumFileBytes = 64 * 1_024 * 1_024;

    private readonly Lock sync = new();
    private readonly CancellationTokenSource disposal = new();
    private CachedList<T>? cached;
    private DateTimeOffset writtenUtc;
    private Task<CachedList<T>>? pendingFetch;

    /// <summary>The list: fresh if it is available within seconds, otherwise the latest copy.</summary>
    public async Task<CachedList<T>> GetAsync(CancellationToken cancel)
    {
        var (cachedList, fetching) = FindOrFetch();
        if (fetching is null)
            return cachedList!;
        var isUnavailable = exchange.State.GoneSinceUtc is not null;
        try
        {
            return await fetching.WaitAsync(isUnavailable ? TimeSpan.Zero : LongestWait, clock, cancel);
        }
        catch (Exception outage) when (outage is TimeoutException or ExchangeException { Kind: ExchangeErrorKind.Unavailable })
        {
            return cachedList ?? throw CreateUnavailableException(outage);
        }
    }

    /// <summary>How old a list is, whether that is too old, and since when the exchange has not answered (null while it answers).</summary>
    public (string AsOf, double AgeSeconds, bool IsStale, string? GoneSince) DescribeAge(CachedList<T> list)
    {
        var age = clock.GetUtcNow() - list.AsOf;
        // A list does not count as stale while GetAsync may still be waiting for a fresh one.
        var staleAge = maximumAge + LongestWait;
        var since = exchange.State.GoneSinceUtc;
        return (Format(list.AsOf), Math.Max(0, age.TotalSeconds), age > staleAge, since is { } gone ? Format(gone) : null);
    }

    public void Dispose()
    {
        disposal.Cancel();
        disposal.Dispose();
    }

    private (CachedList<T>? Cached, Task<CachedList<T>>? Fetching) FindOrFetch()
    {
        lock (sync)
        {
            cached ??= TryReadFile();
            if (cached is not null && clock.GetUtcNow() - cached.AsOf < maximumAge)
                return (cached, null);
            if (pendingFetch is null or { IsCompleted: true })
                pendingFetch = FetchAsync(disposal.Token);
            return (cached, pendingFetch);
        }
    }

    private async Task<CachedList<T>> FetchAsync(CancellationToken cancel)
    {
        await Task.Yield(); // returns to the caller, which holds the lock until this method returns
        var fetched = new CachedList<T>(clock.GetUtcNow(), await fetch(cancel));
        lock (sync)
            cached = fetched;
        if (fetched.AsOf - writtenUtc >= writeInterval)
            TryWriteFile(fetched);
        return fetched;
    }

    private ExchangeException CreateUnavailableException(Exception cause)
    {
        var state = exchange.State;
        var detail = state.GoneSinceUtc is { } since
            ? $"since {Format(since)}: {state.Trouble ?? cause.Message}; try again later"
            : $"within {LongestWait.TotalSeconds:0} s; try again in a moment";
        return new ExchangeException(ExchangeErrorKind.Unavailable, $"{exchange.Traits.Name} has not answered {detail}", cause);
    }

    private static string Format(DateTimeOffset time)
    {
        var microseconds = UnixTime.FromDateTime(time.UtcDateTime);
        return UnixTime.Format(microseconds - (microseconds % UnixTime.MicrosecondsPerSecond));
    }

    private CachedList<T>? TryReadFile()
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaximumFileBytes })
                return null;
            var read = JsonSerializer.Deserialize<CachedList<T>>(File.ReadAllBytes(path), JsonFormat.Compact);
            return read is { Items: { } items } && items.All(item => item is not null) ? read : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // an unreadable file is treated like a missing one
        }
    }

    private void TryWriteFile(CachedList<T> fetched)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            OutputFile.WriteProgramFile(path, stream => JsonSerializer.Serialize(stream, fetched, JsonFormat.Compact));
            writtenUtc = fetched.AsOf;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A read-only STATE_ROOT is allowed; the list is then cached in memory only.
        }
    }
}
