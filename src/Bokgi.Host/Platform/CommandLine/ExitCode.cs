namespace Bokgi.Host.Platform.CommandLine;

internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The input was invalid, or nothing was found.</summary>
    public const int Refused = 1;

    /// <summary>Something failed that was not the caller's fault.</summary>
    public const int Failed = 2;
}
