using Bokgi.MarketData.Locking;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Locking;

public sealed class FileLockTests : IDisposable
{
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(20); // messages round it to 0 s

    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("bokgi-lock-").FullName, "a.lock");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Fact]
    public async Task Acquire_HeldByAnother_FailsAfterTheGivenWait()
    {
        using (FileLock.Acquire(path, TimeSpan.Zero))
        {
            FileLock.TryAcquire(path, ShortWait).ShouldBeNull();
            (await FileLock.TryAcquireAsync(path, ShortWait)).ShouldBeNull();
            Should
                .Throw<LockHeldException>(() => FileLock.Acquire(path, ShortWait))
                .Message.ShouldBe("another process holds a.lock and did not release it within 0 s; try again");
            await Should.ThrowAsync<LockHeldException>(() => FileLock.AcquireSharedAsync(path, ShortWait));
        }

        using var lockAfterRelease = FileLock.TryAcquire(path, TimeSpan.Zero);
        lockAfterRelease.ShouldNotBeNull();
    }

    [Fact]
    public async Task AcquireShared_Twice_BlocksAnExclusiveLock()
    {
        using (await FileLock.AcquireSharedAsync(path, TimeSpan.Zero))
        using (await FileLock.AcquireSharedAsync(path, TimeSpan.Zero))
            FileLock.TryAcquire(path, ShortWait).ShouldBeNull();

        FileLock.Acquire(path, TimeSpan.Zero).Dispose();
    }

    [Fact]
    public async Task TryAcquire_Cancelled_StopsWaiting()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        using var held = FileLock.Acquire(path, TimeSpan.Zero);

        Should.Throw<OperationCanceledException>(() => FileLock.TryAcquire(path, TimeSpan.FromMinutes(10), cancel.Token));
        await Should.ThrowAsync<OperationCanceledException>(() => FileLock.TryAcquireAsync(path, TimeSpan.FromMinutes(10), cancel.Token));
    }
}
