using System.Threading.RateLimiting;

namespace Bokgi.Host.Platform.Access;

/// <summary>
/// Lets a few requests work at a time, the others wait in a line, and tells those to come again for whom the line has no room. A place is
/// held while a handler works, and neither while a body is read nor while an answer is written: a slow client holds up nobody.
/// </summary>
internal sealed class ConcurrencyGate : IDisposable
{
    /// <summary>How many requests may wait.</summary>
    public const int Length = 256;

    // What is written as it is made takes memory and a thread for as long as the client likes.
    private const int Streams = 32;

    private readonly ConcurrencyLimiter work = Limiter(Workers, Length);
    private readonly ConcurrencyLimiter streams = Limiter(Streams, line: 0);

    /// <summary>How many requests work at a time: one waits for the disk while another one computes.</summary>
    public static int Workers { get; } = 2 * Environment.ProcessorCount;

    /// <summary>A place among those who work; not acquired when the line is full.</summary>
    public ValueTask<RateLimitLease> WaitAsync(CancellationToken cancel) => work.AcquireAsync(1, cancel);

    /// <summary>A place among those who are sent a file as it is made; not acquired when all are taken.</summary>
    public RateLimitLease Stream() => streams.AttemptAcquire();

    public void Dispose()
    {
        work.Dispose();
        streams.Dispose();
    }

    private static ConcurrencyLimiter Limiter(int permits, int line) =>
        new(
            new ConcurrencyLimiterOptions
            {
                PermitLimit = permits,
                QueueLimit = line,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }
        );
}
