using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Bokgi.Host.Platform.Unix;

/// <summary>How many file descriptors this process may have open; the runtime alone keeps two open for each library that it loads.</summary>
internal static class DescriptorLimit
{
    /// <summary>The smallest limit with which every command works.</summary>
    public const int Minimum = 512;

    public const string Remedy = "raise it with 'ulimit -n 4096', LimitNOFILE= of systemd or --ulimit nofile= of docker";

    private const int TooManyOpenFiles = 24; // EMFILE on Linux and macOS
    private const int StandardError = 2;

    /// <summary>The soft limit, which the runtime raises to the hard limit; <see cref="long.MaxValue"/> if there is none.</summary>
    public static long Current { get; } = Read();

    /// <summary>
    /// Returns whether the limit is high enough; if not, prints one line. Uses as little of the class library as possible, because each
    /// further library needs descriptors to be loaded.
    /// </summary>
    public static bool CheckAndReport()
    {
        if (Current >= Minimum)
            return true;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"failed: this process may have {Current} files open at a time (ulimit -n), and bokgi needs {Minimum}; {Remedy}\n"
        );
        var bytes = Encoding.UTF8.GetBytes(text);
        _ = Write(StandardError, bytes, bytes.Length);
        return false;
    }

    public static bool IsCauseOf(Exception? failure) =>
        failure
            .Causes()
            .Any(cause =>
                cause is IOException { HResult: TooManyOpenFiles } or SocketException { SocketErrorCode: SocketError.TooManyOpenSockets }
                || cause is Win32Exception { NativeErrorCode: TooManyOpenFiles } and not SocketException
            );

    private static long Read()
    {
        if (OperatingSystem.IsWindows())
            return long.MaxValue;
        var resource = OperatingSystem.IsMacOS() ? 8 : 7; // RLIMIT_NOFILE
        return GetLimit(resource, out var limit) == 0 && limit.Current <= int.MaxValue ? (long)limit.Current : long.MaxValue;
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out Limit limit);

    [DllImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, byte[] bytes, nint count);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public nuint Current;
        public nuint Maximum;
    }
}
