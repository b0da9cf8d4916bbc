using System.Security.Cryptography;
using Bokgi.Host.Storage;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Storage;

public sealed class FileHashCacheTests : IDisposable
{
    private const int Length = 300_000;

    private readonly string folder = Directory.CreateTempSubdirectory("bokgi-hashes-").FullName;

    // Long after the files were written, so that the file system's time resolution cannot hide a change.
    private readonly FakeTimeProvider later = new(TimeProvider.System.GetUtcNow().AddHours(1));

    private string Path => System.IO.Path.Combine(folder, "file");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Of_SameFile_IsReadOnce()
    {
        var cache = new FileHashCache(later);
        var hash = Write(1);

        for (var i = 0; i < 100; i++)
            cache.Of(Path).ShouldBe(hash);

        cache.BytesRead.ShouldBe(Length);
    }

    [Fact]
    public async Task Of_ManyAtOnce_ShareOneReading()
    {
        var cache = new FileHashCache(later);
        var hash = Write(1);
        using var together = new Barrier(16);

        var found = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            together.SignalAndWait();
                            return cache.Of(Path);
                        },
                        TaskCreationOptions.LongRunning
                    )
                )
        );

        found.ShouldAllBe(each => each == hash);
        cache.BytesRead.ShouldBe(Length);
    }

    [Fact]
    public void Of_FileWithOtherContent_IsReadAgain()
    {
        var cache = new FileHashCache(later);
        cache.Of(Path).ShouldBeNull();
        Write(1);
        cache.Of(Path);
        var time = File.GetLastWriteTimeUtc(Path);

        // Overwritten in place with the same length and modification time.
        var second = Write(2);
        File.SetLastWriteTimeUtc(Path, time);
        cache.Of(Path).ShouldBe(second);

        // Replaced by another file with the same length and modification time.
        var third = Write(3, "other");
        File.SetLastWriteTimeUtc(System.IO.Path.Combine(folder, "other"), time);
        File.Move(System.IO.Path.Combine(folder, "other"), Path, overwrite: true);
        cache.Of(Path).ShouldBe(third);

        using (var file = File.OpenWrite(Path))
            file.SetLength(Length - 1);
        cache.Of(Path).ShouldNotBe(third);
        cache.BytesRead.ShouldBe((4 * Length) - 1);
        File.Delete(Path);
        cache.Of(Path).ShouldBeNull();
    }

    [Fact]
    public void Of_FileWrittenJustNow_IsNotRemembered()
    {
        Write(1);
        var cache = new FileHashCache(new FakeTimeProvider(new DateTimeOffset(File.GetLastWriteTimeUtc(Path)).AddSeconds(1)));

        cache.Of(Path);
        cache.Of(Path);

        cache.BytesRead.ShouldBe(2 * Length);
    }

    [Fact]
    public void Of_MoreFilesThanItKeeps_ForgetsAndReadsAgain()
    {
        var cache = new FileHashCache(later, most: 4);
        for (var i = 0; i < 10; i++)
            Write((byte)i, $"file{i}");

        for (var i = 0; i < 10; i++)
            cache.Of(System.IO.Path.Combine(folder, $"file{i}"));
        cache.BytesRead.ShouldBe(10 * Length);
        cache.Of(System.IO.Path.Combine(folder, "file9"));
        cache.BytesRead.ShouldBe(10 * Length);
        cache.Of(System.IO.Path.Combine(folder, "file0"));
        cache.BytesRead.ShouldBe(11 * Length);
    }

    private string Write(byte value, string name = "file")
    {
        var bytes = Enumerable.Repeat(value, Length).ToArray();
        File.WriteAllBytes(System.IO.Path.Combine(folder, name), bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
