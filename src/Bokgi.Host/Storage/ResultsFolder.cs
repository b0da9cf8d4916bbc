namespace Bokgi.Host.Storage;

/// <summary>The folder under STATE_ROOT with the files of runs.</summary>
internal static class ResultsFolder
{
    public const string Name = "results";

    public static string In(HostSettings settings) => Path.Combine(settings.StateRoot, Name);

    /// <summary>
    /// A lock that a backup holds exclusively, and that removals of run files share. While a backup holds it, files are not removed
    /// but left to a later sweep, so that the backup has the files of every row that it has.
    /// </summary>
    public static string RemovalLockIn(string root) => Path.Combine(root, ".removal.lock");
}
