using System.Runtime.InteropServices;

namespace Bokgi.Host.Storage;

/// <summary>Tells changes of a file without reading it: on Linux by its inode and a time that nobody can set back.</summary>
internal readonly record struct FileIdentity(long Size, long Inode, DateTimeOffset ChangedUtc)
{
    private const int HereRelative = -100;
    private const uint BasicStatus = 0x7ff;

    // Offsets of the kernel's fields, in words of eight bytes; the same on every processor.
    private const int StatusWords = 32;
    private const int InodeWord = 4;
    private const int SizeWord = 5;
    private const int ChangedSecondsWord = 12;
    private const int ChangedNanosecondsWord = 13;

    /// <returns>Null when there is no such file.</returns>
    public static FileIdentity? Of(string path) => OperatingSystem.IsLinux() && TryAsk(path) is { } told ? told : Portable(path);

    private static FileIdentity? TryAsk(string path)
    {
        try
        {
            var words = new long[StatusWords];
            if (Status(HereRelative, path, 0, BasicStatus, words) != 0)
                return null;
            var ticks = (uint)words[ChangedNanosecondsWord] / 100;
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

    private static FileIdentity? Portable(string path) =>
        new FileInfo(path) is { Exists: true } file ? new FileIdentity(file.Length, 0, new DateTimeOffset(file.LastWriteTimeUtc)) : null;

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(
        int folder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        int flags,
        uint mask,
        [Out] long[] status
    );
}
