using System.Security.Cryptography;
using Bokgi.Host.Storage;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Storage;

public sealed class FileHashCacheTests : IDisposable
{
    private const int FileLength = 300_000; // bytes

    private readonly string folder = Directory.CreateTempSubdirectory("bokgi-hashes-").FullName;

    // An hour ahead, because the cache does not keep hashes of files written in the last two seconds.
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow().AddHours(1));

    private string FilePath => Path.Combine(folder, "file");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Sha256Of_SameFile_IsReadOnce()
    {
        var cache = new FileHashCache(clock);
        var hash = Write(1);

        for (var i = 0; i < 100; i++)
            cache.Sha256Of(FilePath).ShouldBe(hash);

        cache.BytesRead.ShouldBe(FileLength);
    }

    [Fact]
    public async Task Sha256Of_ManyAtOnce_ReadTheFileOnce()
    {
        var cache = new FileHashCache(clock);
        var hash = Write(1);
        using var barrier = new Barrier(16);

        var found = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            barrier.SignalAndWait();
                            return cache.Sha256Of(FilePath);
                        },
                        TaskCreationOptions.LongRunning
                    )
                )
        );

        found.ShouldAllBe(result => result == hash);
        cache.BytesRead.ShouldBe(FileLength);
    }

    [Fact]
    public void Sha256Of_FileWithOtherContent_IsReadAgain()
    {
        var cache = new FileHashCache(clock);
        cache.Sha256Of(FilePath).ShouldBeNull();
        Write(1);
        cache.Sha256Of(FilePath);
        var time = File.GetLastWriteTimeUtc(FilePath);

        // Overwritten in place with the same length and modification time.
        var second = Write(2);
        File.SetLastWriteTimeUtc(FilePath, time);
        cache.Sha256Of(FilePath).ShouldBe(second);

        // Replaced by another file with the same length and modification time.
        var third = Write(3, "other");
        File.SetLastWriteTimeUtc(Path.Combine(folder, "other"), time);
        File.Move(Path.Combine(folder, "other"), FilePath, overwrite: true);
        cache.Sha256Of(FilePath).ShouldBe(third);

        using (var file = File.OpenWrite(FilePath))
            file.SetLength(FileLength - 1);
        cache.Sha256Of(FilePath).ShouldNotBe(third);
        cache.BytesRead.ShouldBe((4 * FileLength) - 1); // read four times, the last time without the removed byte
        File.Delete(FilePath);
        cache.Sha256Of(FilePath).ShouldBeNull();
    }

    [Fact]
    public void Sha256Of_FileWrittenJustNow_IsNotCached()
    {
        Write(1);
        var cache = new FileHashCache(new FakeTimeProvider(new DateTimeOffset(File.GetLastWriteTimeUtc(FilePath)).AddSeconds(1)));

        cache.Sha256Of(FilePath);
        cache.Sha256Of(FilePath);

        cache.BytesRead.ShouldBe(2 * FileLength);
    }

    [Fact]
    public void Sha256Of_MoreFilesThanTheCapacity_EvictsAndReadsAgain()
    {
        var cache = new FileHashCache(clock, capacity: 4);
        for (var i = 0; i < 10; i++)
            Write((byte)i, $"file{i}");

        for (var i = 0; i < 10; i++)
            cache.Sha256Of(Path.Combine(folder, $"file{i}"));
        cache.BytesRead.ShouldBe(10 * FileLength);
        cache.Sha256Of(Path.Combine(folder, "file9"));
        cache.BytesRead.ShouldBe(10 * FileLength);
        cache.Sha256Of(Path.Combine(folder, "file0"));
        cache.BytesRead.ShouldBe(11 * FileLength);
    }

    private string Write(byte value, string name = "file")
    {
        var bytes = Enumerable.Repeat(value, FileLength).ToArray();
        File.WriteAllBytes(Path.Combine(folder, name), bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
