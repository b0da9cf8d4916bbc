using System.Threading.RateLimiting;

namespace Bokgi.Host.Platform.Access;

/// <summary>
/// Limits how many requests are processed at a time. Further requests wait in a queue, or are rejected if it is full. A request uses a slot
/// only while its handler works, not while its body is read or its response is written, so a slow client does not delay others.
/// </summary>
internal sealed class ConcurrencyGate : IDisposable
{
    /// <summary>How many requests may wait.</summary>
    public const int QueueLength = 256;

    // Streamed responses have a separate limit, because each uses memory and a thread until the client has read it.
    private const int MaximumStreams = 32;

    private readonly ConcurrencyLimiter requestLimiter = CreateLimiter(MaximumConcurrency, QueueLength);
    private readonly ConcurrencyLimiter streamLimiter = CreateLimiter(MaximumStreams, queueLimit: 0);

    /// <summary>How many requests are processed at a time: twice the cores, since some wait for the disk while others compute.</summary>
    public static int MaximumConcurrency { get; } = 2 * Environment.ProcessorCount;

    /// <summary>Waits for a slot; if the queue is full, the returned lease is not acquired.</summary>
    public ValueTask<RateLimitLease> WaitAsync(CancellationToken cancel) => requestLimiter.AcquireAsync(1, cancel);

    /// <summary>Takes a slot for a streamed response; if all slots are in use, the returned lease is not acquired.</summary>
    public RateLimitLease AcquireStreamSlot() => streamLimiter.AttemptAcquire();

    public void Dispose()
    {
        requestLimiter.Dispose();
        streamLimiter.Dispose();
    }

    private static ConcurrencyLimiter CreateLimiter(int permits, int queueLimit) =>
        new(
            new ConcurrencyLimiterOptions
            {
                PermitLimit = permits,
                QueueLimit = queueLimit,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }
        );
}
