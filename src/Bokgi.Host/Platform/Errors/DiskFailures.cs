using System.Text.RegularExpressions;
using ParquetSharp;

namespace Bokgi.Host.Platform.Errors;

/// <summary>Distinguishes a full disk or a folder without write permission from a bug in the program.</summary>
internal static partial class DiskFailures
{
    // Unix: ENOSPC, EROFS, EDQUOT (122 on Linux, 69 on macOS), EACCES and EPERM. Windows: disk full (39 and 112), write protected, quota
    // exceeded and access denied.
    private static readonly int[] UnixErrors = [28, 30, 122, 69, 13, 1];
    private static readonly int[] WindowsErrors = [39, 112, 19, 1295, 5];

    public static bool IsDiskUnavailable(this Exception failure) => failure.DiskReason() is not null;

    /// <summary>The system's message about the disk, which may contain a path; null if the disk is not the reason.</summary>
    public static string? DiskReason(this Exception failure) =>
        failure.Causes().Select(Reason).FirstOrDefault(reason => reason is not null);

    private static string? Reason(Exception cause) =>
        cause switch
        {
            UnauthorizedAccessException => cause.Message,
            IOException when IsDiskError(cause.HResult & 0xFFFF) => cause.Message, // on Windows, the upper half is not part of the error code
            ParquetException when NativeError().Match(cause.Message) is { Success: true } match => NativeReason(match),
            _ => null,
        };

    // Arrow reports the system's error only as part of its message.
    private static string? NativeReason(Match match) =>
        IsDiskError(int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture)) ? match.Groups["text"].Value : null;

    private static bool IsDiskError(int error) => (OperatingSystem.IsWindows() ? WindowsErrors : UnixErrors).Contains(error);

    [GeneratedRegex(@"\[(?:errno|Windows error) (?<number>\d{1,5})\] (?<text>[^'\n]+)", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NativeError();
}
