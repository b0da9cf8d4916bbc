using System.Buffers.Binary;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>
/// Spaces the requests of one group of an exchange's limits, those of all processes of this user on the machine together: the exchange counts
/// by address, and a process that was killed and begun again has the same one. The next free moment lies in a file.
/// </summary>
/// <param name="folder">The group's own folder.</param>
/// <param name="interval">From one request to the next.</param>
/// <param name="clock">The time.</param>
internal sealed class RateGate(string folder, TimeSpan interval, TimeProvider clock)
{
    private const string FileName = "gate";

    // A file from a time when this machine's clock was ahead must not stop it for ever.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(72);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Waits for a request's turn.</summary>
    /// <param name="cost">How many of the group's units it takes, at least 1.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="ExchangeException">The exchange has told to wait longer than a caller should.</exception>
    public async Task WaitAsync(int cost, CancellationToken cancel)
    {
        while (true)
        {
            var due = Reserve(cost, cancel);
            for (var now = Now; now < due; now = Now)
                await Task.Delay(Rounded(due - now), clock, cancel);
            if (BlockedUntil(cancel) <= due)
                return; // nobody was told to wait meanwhile
        }
    }

    /// <summary>Keeps everybody from asking before a time.</summary>
    public void Block(TimeSpan time, CancellationToken cancel) =>
        Change(
            state =>
            {
                var until = Math.Max(state.BlockedUntil, Now + (long)time.TotalMicroseconds);
                return (Math.Max(state.Next, until), until);
            },
            cancel
        );

    /// <summary>Until when nobody may ask; in the past when everybody may.</summary>
    public DateTimeOffset BlockedUntilUtc(CancellationToken cancel) => new(UnixTime.ToDateTime(BlockedUntil(cancel)), TimeSpan.Zero);

    private long Now => UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime);

    // Timers know whole milliseconds, and one that is early would only be asked again.
    private static TimeSpan Rounded(long microseconds) => TimeSpan.FromMilliseconds((microseconds + 999) / 1_000);

    private long Reserve(int cost, CancellationToken cancel)
    {
        var due = 0L;
        Change(
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
        Change(
            state =>
            {
                until = state.BlockedUntil;
                return state;
            },
            cancel
        );
        return until;
    }

    private void Change(Func<(long Next, long BlockedUntil), (long, long)> change, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        using var held =
            FolderLock.Acquire(folder, Patience, cancel)
            ?? throw new ExchangeException(
                ExchangeErrorKind.Unavailable,
                "another program on this machine holds the count of requests to the exchange; end it and try again"
            );
        using var file = new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1);
        Span<byte> bytes = stackalloc byte[16];
        if (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            bytes.Clear(); // new
        var before = (Sane(BinaryPrimitives.ReadInt64LittleEndian(bytes)), Sane(BinaryPrimitives.ReadInt64LittleEndian(bytes[8..])));
        var after = change(before);
        if (after == before)
            return;
        BinaryPrimitives.WriteInt64LittleEndian(bytes, after.Item1);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], after.Item2);
        file.Position = 0;
        file.Write(bytes);
    }

    private long Sane(long time) => time > Now + (long)Longest.TotalMicroseconds || time < 0 ? 0 : time;
}
