namespace Bokgi.MarketData.Lake;

/// <summary>
/// Gives files and folders in the lake the permissions of their parent folder. Candles are not secret, so a user who may read DATA_ROOT may
/// read everything in it, even if the program makes the other files that it writes private. Windows inherits permissions on its own.
/// </summary>
internal static class InheritedPermissions
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode GroupAndOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;

    // What folders inherit in addition: who may enter them, and the bit by which new files belong to the folder's group.
    private const UnixFileMode FolderModes =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute | UnixFileMode.SetGroup;

    /// <summary>Creates a folder of the lake, and missing folders between it and the root.</summary>
    public static void CreateFolder(string root, string folder)
    {
        if (Directory.Exists(folder))
            return;
        if (folder == Path.TrimEndingDirectorySeparator(root) || Path.GetDirectoryName(folder) is not { } parent)
        {
            Directory.CreateDirectory(folder);
            return;
        }

        CreateFolder(root, parent);
        Directory.CreateDirectory(folder);
        Set(folder, parent, GroupAndOthers | FolderModes, required: UnixFileMode.UserExecute);
    }

    /// <summary>Gives a new file the permissions of its folder.</summary>
    public static void InheritFromFolder(string path) =>
        Set(path, Path.GetDirectoryName(path)!, GroupAndOthers, required: UnixFileMode.None);

    private static void Set(string path, string folder, UnixFileMode inherited, UnixFileMode required)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            File.SetUnixFileMode(path, (File.GetUnixFileMode(folder) & inherited) | Owner | required);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            // The file system does not support modes.
        }
    }
}
