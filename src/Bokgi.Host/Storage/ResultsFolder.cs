namespace Bokgi.Host.Storage;

/// <summary>The folder under STATE_ROOT with the files of runs.</summary>
internal static class ResultsFolder
{
    public const string Name = "results";

    public static string PathIn(HostSettings settings) => Path.Combine(settings.StateRoot, Name);

    /// <summary>
    /// The path of a lock that a backup holds exclusively, and that removals of run files share. While a backup holds it, files are not
    /// removed but left to a later sweep, so that the backup contains the files of every run whose row it contains.
    /// </summary>
    public static string RemovalLockPath(string root) => Path.Combine(root, ".removal.lock");
}
