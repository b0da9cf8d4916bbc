using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Bokgi.Host.Platform.Unix;

/// <summary>
/// Who may read what this program writes. Files of STATE_ROOT are 0640 and folders 0750 from the moment they are made, whichever library makes
/// them, since the process makes nothing else; files that a user asked for by name are for whom his own umask says.
/// </summary>
internal static class FileModes
{
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode Withheld = UnixFileMode.GroupWrite | Others;
    private const UnixFileMode AnyFile =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | Group | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    // What older versions made for everybody. Keys have always been for their owner alone.
    private static readonly string[] StateFiles =
    [
        "bokgi.db",
        "bokgi.db-wal",
        "bokgi.db-shm",
        ".bokgi.db.lock",
        ".paper.lock",
        ".worker.lock",
    ];
    private static readonly string[] StateFolders = ["results", "markets", "benchmarks"];

    private static UnixFileMode? usersMask;

    /// <summary>Lets this process make files and folders that others than its user and group cannot use. Once, before it makes any.</summary>
    public static void Restrict()
    {
        if (OperatingSystem.IsWindows())
            return;
        var mask = (UnixFileMode)SetMask((uint)Withheld);
        _ = SetMask((uint)(mask | Withheld));
        usersMask = mask;
    }

    /// <summary>Gives a file that the user asked for the mode that his umask gives.</summary>
    public static void GiveToUser(string path)
    {
        if (!OperatingSystem.IsWindows() && usersMask is { } mask)
            TrySet(path, AnyFile & ~mask);
    }

    /// <summary>Takes from others what older versions left open in STATE_ROOT. What belongs to another user stays as it is.</summary>
    public static void Tighten(string stateRoot)
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var name in StateFiles)
            Tighten(new FileInfo(Path.Combine(stateRoot, name)));
        foreach (var name in StateFolders)
        {
            var folder = new DirectoryInfo(Path.Combine(stateRoot, name));
            if (!folder.Exists || !IsOpen(folder))
                continue; // closed before, and all in it with it
            foreach (
                var inside in folder.EnumerateFileSystemInfos(
                    "*",
                    new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
                )
            )
                Tighten(inside);
            Tighten(folder);
        }
    }

    private static bool IsOpen(FileSystemInfo found) => (found.UnixFileMode & Withheld) != UnixFileMode.None;

    [UnsupportedOSPlatform("windows")]
    private static void Tighten(FileSystemInfo found)
    {
        if (found.Exists && IsOpen(found))
            TrySet(found.FullName, found.UnixFileMode & ~Withheld);
    }

    [UnsupportedOSPlatform("windows")]
    private static void TrySet(string path, UnixFileMode mode)
    {
        try
        {
            File.SetUnixFileMode(path, mode);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            // Another user's, or on a file system that knows no modes.
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
