using StackExchange.Redis;

namespace Bokgi.Host.Platform.Redis;

/// <summary>The optional connection to Redis. While Redis is down nothing waits or fails, and the connection recovers by itself.</summary>
internal sealed partial class RedisLink : IDisposable
{
    private readonly Task<ConnectionMultiplexer>? connecting;
    private readonly ILogger log;
    private int isDown; // 0 or 1, for Interlocked

    public RedisLink(HostSettings settings, ILogger<RedisLink> log)
    {
        this.log = log;
        if (RedisAddress.Parse(settings.RedisUrl) is { } address)
            connecting = ConnectAsync(address);
    }

    public bool IsConfigured => connecting is not null;

    public void Publish(string channel)
    {
        if (connecting is not { IsCompletedSuccessfully: true, Result: { IsConnected: true } link })
            return;
        try
        {
            link.GetSubscriber().Publish(RedisChannel.Literal(channel), RedisValue.EmptyString, CommandFlags.FireAndForget);
        }
        catch (Exception failure) when (failure is RedisException or ObjectDisposedException)
        {
            ReportDown(failure.Message); // the server went down a moment ago
        }
    }

    /// <summary>Calls the action at every message, and after a reconnect, since messages may have been missed.</summary>
    public async Task ListenAsync(string channel, Action onMessage)
    {
        if (connecting is null)
            return;
        var link = await connecting;
        link.ConnectionRestored += (_, _) => onMessage();
        await link.GetSubscriber().SubscribeAsync(RedisChannel.Literal(channel), (_, _) => onMessage(), CommandFlags.FireAndForget);
    }

    public async Task<bool> IsReachableAsync()
    {
        if (connecting is null)
            return false;
        try
        {
            await (await connecting).GetDatabase().PingAsync();
            return true;
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Null if Redis is not configured or does not answer.</summary>
    public async Task<RedisStatus?> StatusAsync()
    {
        if (connecting is null)
            return null;
        try
        {
            var link = await connecting;
            var server = link.GetServer(link.GetEndPoints()[0]);
            var time = await server.TimeAsync();
            var fields = (await server.InfoAsync()).SelectMany(section => section).ToLookup(field => field.Key, field => field.Value);
            return new RedisStatus(
                long.Parse(fields["used_memory"].First(), CultureInfo.InvariantCulture),
                int.Parse(fields["connected_clients"].First(), CultureInfo.InvariantCulture),
                new DateTimeOffset(time, TimeSpan.Zero)
            );
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _ = connecting?.ContinueWith(
            done => done.Result.Dispose(),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions address)
    {
        var link = await ConnectionMultiplexer.ConnectAsync(address);
        link.ConnectionFailed += (_, failure) =>
        {
            if (failure.FailureType != ConnectionFailureType.ConnectionDisposed)
                ReportDown(failure.FailureType.ToString());
        };
        link.ConnectionRestored += (_, _) => ReportUp();
        if (!link.IsConnected)
            ReportDown("no answer");
        return link;
    }

    private void ReportDown(string reason)
    {
        if (Interlocked.Exchange(ref isDown, 1) == 0)
            LogDown(reason);
    }

    private void ReportUp()
    {
        if (Interlocked.Exchange(ref isDown, 0) == 1)
            LogUp();
    }

    [LoggerMessage(LogLevel.Warning, "Redis cannot be used ({Reason}); meanwhile events of other processes may come a second late")]
    private partial void LogDown(string reason);

    [LoggerMessage(LogLevel.Warning, "Redis is available again")]
    private partial void LogUp();
}
