using System.Runtime.InteropServices;

namespace Bokgi.Host.Storage;

/// <summary>
/// A state of a file, known without reading it: while the identity stays equal, the file has not changed. On Linux it consists of size, inode
/// and change time (ctime), which programs cannot set; elsewhere of size and time of the last write.
/// </summary>
internal readonly record struct FileIdentity(long Size, long Inode, DateTimeOffset ChangedUtc)
{
    // AT_FDCWD and STATX_BASIC_STATS of the kernel.
    private const int CurrentFolder = -100;
    private const uint BasicStats = 0x7ff;

    // Size and field offsets of the kernel's struct statx in words of eight bytes, the same on every architecture.
    private const int StatusWords = 32;
    private const int InodeWord = 4;
    private const int SizeWord = 5;
    private const int ChangedSecondsWord = 12;
    private const int ChangedNanosecondsWord = 13;

    /// <returns>Null if there is no such file.</returns>
    public static FileIdentity? Of(string path) =>
        OperatingSystem.IsLinux() && TryStatx(path) is { } identity ? identity : FromFileInfo(path);

    private static FileIdentity? TryStatx(string path)
    {
        try
        {
            var words = new long[StatusWords];
            if (Statx(CurrentFolder, path, flags: 0, BasicStats, words) != 0)
                return null;
            var ticks = (uint)words[ChangedNanosecondsWord] / 100; // the nanoseconds are the low 32 bits of their word; a tick has 100
            return new FileIdentity(
                words[SizeWord],
                words[InodeWord],
                DateTimeOffset.UnixEpoch.AddSeconds(words[ChangedSecondsWord]).AddTicks(ticks)
            );
        }
        catch (EntryPointNotFoundException)
        {
            return null; // the C library is too old
        }
    }

    private static FileIdentity? FromFileInfo(string path) =>
        new FileInfo(path) is { Exists: true } file
            ? new FileIdentity(file.Length, Inode: 0, new DateTimeOffset(file.LastWriteTimeUtc))
            : null;

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(
        int folder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        int flags,
        uint mask,
        [Out] long[] status
    );
}
