using System.Runtime.InteropServices;
using Xunit;

namespace Bokgi.IntegrationTests.Storage;

/// <summary>
/// A disk of a few megabytes, which a test can fill or make read-only. The constructor mounts the disk on a folder, and Dispose unmounts it.
/// Mounting needs root on Linux.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private const nuint ReadOnlyFlag = 1; // MS_RDONLY
    private const nuint RemountFlag = 32; // MS_REMOUNT
    private const int DetachFlag = 2; // MNT_DETACH

    private readonly string folder;
    private readonly string options;

    /// <param name="folder">The folder on which the disk is mounted; created if it does not exist.</param>
    /// <param name="kilobytes">The size of the disk.</param>
    public SmallDisk(string folder, int kilobytes)
    {
        (this.folder, options) = (Directory.CreateDirectory(folder).FullName, $"size={kilobytes}k,mode=0755");
        var isMounted = OperatingSystem.IsLinux() && Mount("bokgi-test", this.folder, "tmpfs", 0, options) == 0;
        const string Reason = "a disk cannot be mounted here, which needs root on Linux";
        if (!isMounted && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(Reason);
        Assert.SkipUnless(isMounted, Reason);
    }

    private string Filler => Path.Combine(folder, "filler");

    /// <summary>Fills the disk.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 1);
        foreach (var size in (int[])[65_536, 4_096, 1])
        {
            try
            {
                var block = new byte[size];
                while (true)
                    file.Write(block);
            }
            catch (IOException)
            {
                // No further block of this size fits: try a smaller one.
            }
        }
    }

    /// <summary>Frees the space that <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Filler);

    /// <summary>
    /// Makes the disk read-only, or writable again. Linux refuses this while a file is open for writing, so this method retries for a minute.
    /// </summary>
    public void SetReadOnly(bool isReadOnly)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Mount("bokgi-test", folder, "tmpfs", RemountFlag | (isReadOnly ? ReadOnlyFlag : 0), options) != 0)
        {
            if (timeout.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(10)))
                throw new IOException($"the disk could not be remounted: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    public void Dispose() => _ = Unmount(folder, DetachFlag);

    [DllImport("libc", EntryPoint = "mount", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Mount(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string source,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string target,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string type,
        nuint flags,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string options
    );

    [DllImport("libc", EntryPoint = "umount2", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unmount([MarshalAs(UnmanagedType.LPUTF8Str)] string target, int flags);
}
