using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Bokgi.Host.Platform.Unix;

/// <summary>
/// Permissions of the files that this program writes. <see cref="RestrictUmask"/> makes any library create files in STATE_ROOT with mode 0640
/// and folders with 0750. Files that the user names get the mode that the user's own umask implies.
/// </summary>
internal static class FileModes
{
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode WithheldPermissions = UnixFileMode.GroupWrite | Others;
    private const UnixFileMode UnmaskedFileMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | Group | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    // Files that older versions made readable for everybody. Key files are not listed, because they have always been private.
    private static readonly string[] StateFiles =
    [
        "bokgi.db",
        "bokgi.db-wal",
        "bokgi.db-shm",
        ".bokgi.db.lock",
        ".paper.lock",
        ".worker.lock",
    ];
    private static readonly string[] StateFolders = ["results", "markets", "benchmarks", "logs"];

    private static UnixFileMode? userUmask;

    /// <summary>Sets the umask of the process. Call it once, before any file is created.</summary>
    public static void RestrictUmask()
    {
        if (OperatingSystem.IsWindows())
            return;
        var mask = (UnixFileMode)SetMask((uint)WithheldPermissions); // the only way to read the current mask is to set another
        _ = SetMask((uint)(mask | WithheldPermissions));
        userUmask = mask;
    }

    /// <summary>Gives a file the mode that it would have under the user's own umask.</summary>
    public static void ApplyUserUmask(string path)
    {
        if (!OperatingSystem.IsWindows() && userUmask is { } mask)
            TrySet(path, UnmaskedFileMode & ~mask);
    }

    /// <summary>Removes the permissions that older versions left open. Files of other users stay as they are.</summary>
    public static void Tighten(string stateRoot)
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var name in StateFiles)
            Tighten(new FileInfo(Path.Combine(stateRoot, name)));
        foreach (var name in StateFolders)
        {
            var folder = new DirectoryInfo(Path.Combine(stateRoot, name));
            if (!folder.Exists || !IsTooPermissive(folder))
                continue; // an earlier run has tightened the folder and everything in it
            foreach (
                var entry in folder.EnumerateFileSystemInfos(
                    "*",
                    new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
                )
            )
                Tighten(entry);
            Tighten(folder);
        }
    }

    private static bool IsTooPermissive(FileSystemInfo entry) => (entry.UnixFileMode & WithheldPermissions) != UnixFileMode.None;

    [UnsupportedOSPlatform("windows")]
    private static void Tighten(FileSystemInfo entry)
    {
        if (entry.Exists && IsTooPermissive(entry))
            TrySet(entry.FullName, entry.UnixFileMode & ~WithheldPermissions);
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
            // It belongs to another user, or the file system does not support modes.
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
