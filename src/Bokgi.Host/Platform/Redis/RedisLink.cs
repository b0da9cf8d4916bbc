using StackExchange.Redis;

namespace Bokgi.Host.Platform.Redis;

/// <summary>The optional connection to Redis. While Redis is down, no caller waits or fails. The connection is restored automatically.</summary>
internal sealed partial class RedisLink : IDisposable
{
    private readonly Task<ConnectionMultiplexer>? connectTask;
    private readonly ILogger log;
    private int isDown; // 0 or 1, for Interlocked

    public RedisLink(HostSettings settings, ILogger<RedisLink> log)
    {
        this.log = log;
        if (RedisAddress.Parse(settings.RedisUrl) is { } address)
            connectTask = ConnectAsync(address);
    }

    public bool IsConfigured => connectTask is not null;

    /// <summary>Sends an empty message to the channel. Does nothing while Redis is down.</summary>
    public void Publish(string channel)
    {
        if (connectTask is not { IsCompletedSuccessfully: true, Result: { IsConnected: true } multiplexer })
            return;
        try
        {
            multiplexer.GetSubscriber().Publish(RedisChannel.Literal(channel), RedisValue.EmptyString, CommandFlags.FireAndForget);
        }
        catch (Exception failure) when (failure is RedisException or ObjectDisposedException)
        {
            ReportDown(failure.Message); // the server went down a moment ago
        }
    }

    /// <summary>Calls the action at every message, and after each reconnect, because messages may have been missed.</summary>
    public async Task ListenAsync(string channel, Action onMessage)
    {
        if (connectTask is null)
            return;
        var multiplexer = await connectTask;
        multiplexer.ConnectionRestored += (_, _) => onMessage();
        await multiplexer.GetSubscriber().SubscribeAsync(RedisChannel.Literal(channel), (_, _) => onMessage(), CommandFlags.FireAndForget);
    }

    public async Task<bool> IsReachableAsync()
    {
        if (connectTask is null)
            return false;
        try
        {
            await (await connectTask).GetDatabase().PingAsync();
            return true;
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Asks Redis for its load and its clock. Returns null if Redis is not configured or does not answer.</summary>
    public async Task<RedisStatus?> StatusAsync()
    {
        if (connectTask is null)
            return null;
        try
        {
            var multiplexer = await connectTask;
            var server = multiplexer.GetServer(multiplexer.GetEndPoints()[0]);
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
        _ = connectTask?.ContinueWith(
            done => done.Result.Dispose(),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions address)
    {
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(address);
        multiplexer.ConnectionFailed += (_, failure) =>
        {
            if (failure.FailureType != ConnectionFailureType.ConnectionDisposed)
                ReportDown(failure.FailureType.ToString());
        };
        multiplexer.ConnectionRestored += (_, _) => ReportUp();
        if (!multiplexer.IsConnected)
            ReportDown("no answer");
        return multiplexer;
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
