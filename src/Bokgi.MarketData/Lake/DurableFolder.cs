using System.Runtime.InteropServices;

namespace Bokgi.MarketData.Lake;

/// <summary>
/// Flushes a folder to disk, so that renames in the folder survive a power loss. Calls libc, because .NET cannot flush a folder. Windows does
/// not need this.
/// </summary>
internal static class DurableFolder
{
    public static void Flush(string folder)
    {
        const int ReadOnly = 0; // O_RDONLY

        if (OperatingSystem.IsWindows())
            return;

        // Ignores errors, because some file systems cannot flush a folder.
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            return;
        _ = Synchronize(descriptor);
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
