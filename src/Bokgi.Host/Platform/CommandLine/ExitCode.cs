namespace Bokgi.Host.Platform.CommandLine;

internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The input was invalid, named something that does not exist, or was not confirmed.</summary>
    public const int Refused = 1;

    /// <summary>The command ran to its end, but nothing matches its input.</summary>
    public const int NothingFound = 1;

    /// <summary>The command ran to its end, but something is not as it should be; its output says what.</summary>
    public const int ProblemsFound = 1;

    /// <summary>Something failed that was not the caller's fault.</summary>
    public const int Failed = 2;
}
