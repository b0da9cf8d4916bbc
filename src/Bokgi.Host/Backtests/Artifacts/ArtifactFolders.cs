using Bokgi.Host.Platform.Locking;

namespace Bokgi.Host.Backtests.Artifacts;

/// <summary>
/// Where the files of runs lie: under <c>.making</c> while a run is made, then in a folder that is the run's own. What a process leaves
/// behind when it is killed is swept, and what another process is making is left alone.
/// </summary>
internal sealed class ArtifactFolders(string root)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SweepPatience = TimeSpan.FromSeconds(5);

    private string Making => Path.Combine(root, ".making");

    // Shared while a claim is laid or a run is put in its place; held alone by a sweep, which so never sees either half done.
    private string Gate => Path.Combine(root, ".lock");

    public string Of(string folder) => Path.Combine(root, folder);

    /// <summary>Begins a run's files; while its lock is held they are no leftovers.</summary>
    public RunArtifacts Begin()
    {
        Directory.CreateDirectory(Making);
        using var gate = FileLock.Shared(Gate, Patience);
        var folder = Path.Combine(Making, Guid.NewGuid().ToString("N"));
        return new RunArtifacts(folder, FileLock.Alone($"{folder}.lock", TimeSpan.Zero));
    }

    /// <summary>Puts a run's files in their place and lets <paramref name="record"/> record it: both, or neither.</summary>
    public void Keep(RunArtifacts artifacts, string folder, Action record)
    {
        using var gate = FileLock.Shared(Gate, Patience);
        artifacts.MoveTo(Of(folder));
        try
        {
            record();
        }
        catch
        {
            Remove(folder);
            throw;
        }
    }

    public void Remove(string folder)
    {
        if (Directory.Exists(Of(folder)))
            Directory.Delete(Of(folder), recursive: true);
    }

    /// <summary>Removes what killed processes left: files of runs that nobody makes any more, and folders that no run names.</summary>
    /// <param name="known">Gives the folders that runs name; asked after the folders were listed.</param>
    /// <returns>How many were removed.</returns>
    public int Sweep(Func<IReadOnlySet<string>> known)
    {
        if (!Directory.Exists(root))
            return 0;
        using var gate = FileLock.TryAlone(Gate, SweepPatience);
        if (gate is null)
            return 0; // others keep runs without a pause; the next sweep will do
        var orphans = Orphans(known());
        foreach (var orphan in orphans)
            Directory.Delete(orphan, recursive: true);
        return orphans.Count + SweepMaking();
    }

    private List<string> Orphans(IReadOnlySet<string> known)
    {
        var runs = Of("backtests");
        return Directory.Exists(runs)
            ?
            [
                .. Directory
                    .EnumerateDirectories(runs)
                    .SelectMany(Directory.EnumerateDirectories)
                    .Where(run => !known.Contains(Path.GetRelativePath(root, run).Replace('\\', '/'))),
            ]
            : [];
    }

    private int SweepMaking()
    {
        if (!Directory.Exists(Making))
            return 0;
        var count = 0;
        foreach (var folder in Directory.GetFileSystemEntries(Making).Select(WithoutSuffix).Distinct(StringComparer.Ordinal))
        {
            using var claim = FileLock.TryAlone($"{folder}.lock", TimeSpan.Zero);
            if (claim is null)
                continue; // another process is making it
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            File.Delete($"{folder}.lock");
            count++;
        }

        return count;
    }

    private static string WithoutSuffix(string path) => path.EndsWith(".lock", StringComparison.Ordinal) ? path[..^".lock".Length] : path;
}
