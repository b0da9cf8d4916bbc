using System.Buffers.Binary;
using Bokgi.MarketData.Locking;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>
/// Spaces the requests of one rate-limit group across all processes of the same operating-system user. The exchange counts requests per IP
/// address, so the processes share the limit, and a restart does not reset it. The time of the next free slot is therefore stored in a file.
/// </summary>
/// <param name="folder">The group's own folder.</param>
/// <param name="interval">The time between two requests.</param>
/// <param name="clock">The clock.</param>
internal sealed class SharedRateLimiter(string folder, TimeSpan interval, TimeProvider clock)
{
    private const string FileName = "gate";
    private const string LockName = ".lock";

    // Times further ahead are ignored: a file written while this machine's clock was ahead must not block requests forever.
    private static readonly TimeSpan MaxBlock = TimeSpan.FromHours(72);

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Waits for a free slot.</summary>
    /// <param name="cost">How many units of the limit the request takes, at least 1.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <exception cref="ExchangeException">Another process holds the folder's lock for too long.</exception>
    public async Task WaitAsync(int cost, CancellationToken cancel)
    {
        while (true)
        {
            var due = Reserve(cost, cancel);
            for (var now = Now; now < due; now = Now)
                await Task.Delay(RoundUp(due - now), clock, cancel);
            if (BlockedUntil(cancel) <= due)
                return; // no block was set in the meantime
        }
    }

    /// <summary>Blocks all requests of the group, starting now.</summary>
    public void Block(TimeSpan duration, CancellationToken cancel) =>
        Update(
            state =>
            {
                var until = Math.Max(state.BlockedUntil, Now + (long)duration.TotalMicroseconds);
                return (Math.Max(state.Next, until), until);
            },
            cancel
        );

    /// <summary>The time until which requests are blocked; in the past when they are not.</summary>
    public DateTimeOffset BlockedUntilUtc(CancellationToken cancel) => new(UnixTime.ToDateTime(BlockedUntil(cancel)), TimeSpan.Zero);

    private long Now => clock.NowUtc();

    // Timers have millisecond resolution; rounding up prevents waking too early.
    private static TimeSpan RoundUp(long microseconds) => TimeSpan.FromMilliseconds((microseconds + 999) / 1_000);

    private long Reserve(int cost, CancellationToken cancel)
    {
        var due = 0L;
        Update(
            state =>
            {
                due = Math.Max(Now, state.Next);
                return (due + (cost * (long)interval.TotalMicroseconds), state.BlockedUntil);
            },
            cancel
        );
        return due;
    }

    private long BlockedUntil(CancellationToken cancel)
    {
        var until = 0L;
        Update(
            state =>
            {
                until = state.BlockedUntil;
                return state;
            },
            cancel
        );
        return until;
    }

    // The state is the time of the next free slot, and the time until which requests are blocked.
    private void Update(Func<(long Next, long BlockedUntil), (long Next, long BlockedUntil)> change, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        using var fileLock =
            FileLock.TryAcquire(Path.Combine(folder, LockName), LockTimeout, cancel)
            ?? throw new ExchangeException(
                ExchangeErrorKind.Unavailable,
                "another program on this machine holds the lock on the exchange's rate limit; end it and try again"
            );
        var path = Path.Combine(folder, FileName);
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 1);
        Span<byte> bytes = stackalloc byte[16];
        if (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            bytes.Clear(); // a new file
        var before = (
            IgnoreImplausible(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
            IgnoreImplausible(BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]))
        );
        var after = change(before);
        if (after == before)
            return;
        BinaryPrimitives.WriteInt64LittleEndian(bytes, after.Next);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], after.BlockedUntil);
        file.Position = 0;
        file.Write(bytes);
    }

    private long IgnoreImplausible(long time) => time > Now + (long)MaxBlock.TotalMicroseconds || time < 0 ? 0 : time;
}
