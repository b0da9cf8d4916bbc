namespace Bokgi.MarketData.Lake;

/// <summary>
/// Files and folders in the lake inherit the permissions of the folder around them: candles are not secret, so anyone who may read
/// DATA_ROOT may read all of it, even if the process keeps its other files private. Windows does this on its own.
/// </summary>
internal static class SharedMode
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Readers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;

    private const UnixFileMode Visitors =
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
        Set(folder, parent, Readers | Visitors, UnixFileMode.UserExecute);
    }

    /// <summary>Gives a new file the permissions of its folder.</summary>
    public static void OfFolder(string path) => Set(path, Path.GetDirectoryName(path)!, Readers, UnixFileMode.None);

    private static void Set(string path, string folder, UnixFileMode inherited, UnixFileMode always)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            File.SetUnixFileMode(path, (File.GetUnixFileMode(folder) & inherited) | Owner | always);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            // The file system does not support modes.
        }
    }
}
