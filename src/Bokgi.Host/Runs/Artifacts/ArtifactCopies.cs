namespace Bokgi.Host.Runs.Artifacts;

/// <summary>
/// Local copies of folders in the object store, kept for a day after their last use. Any copy may be removed at any time; it is moved
/// to <paramref name="staging"/> before it is deleted.
/// </summary>
internal sealed class ArtifactCopies(string root, string staging)
{
    private static readonly TimeSpan RetentionTime = TimeSpan.FromDays(1);
    private static readonly TimeSpan TouchInterval = TimeSpan.FromHours(1);

    public string PathOf(string folder) => Path.Combine(root, folder);

    /// <summary>Marks the copy of a folder as just used, if there is one.</summary>
    public void Touch(string folder, DateTime nowUtc)
    {
        var copy = PathOf(folder);
        try
        {
            if (Directory.Exists(copy) && Directory.GetLastWriteTimeUtc(copy) < nowUtc - TouchInterval)
                Directory.SetLastWriteTimeUtc(copy, nowUtc);
        }
        catch (IOException)
        {
            // The copy has just been removed; the next request downloads it again.
        }
    }

    /// <summary>Makes an uploaded folder the local copy by moving it; if there is a copy already, removes the folder instead.</summary>
    public void KeepAsCopy(string localPath, string folder)
    {
        var copy = PathOf(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        if (Directory.Exists(copy))
            ArtifactRemoval.Remove(localPath, staging);
        else
            Directory.Move(localPath, copy);
    }

    /// <summary>Copies a file from the existing copy of a folder into a new copy; does nothing if the existing copy lacks the file.</summary>
    public void ReuseFile(string folder, string name, string newCopy)
    {
        var path = Path.Combine(PathOf(folder), name);
        if (File.Exists(path))
            File.Copy(path, Path.Combine(newCopy, name), overwrite: true);
    }

    public void Remove(string folder) => ArtifactRemoval.Remove(PathOf(folder), staging);

    /// <summary>Removes the copies that were last used more than a day ago; returns their number.</summary>
    public int RemoveOld(DateTime nowUtc)
    {
        var runs = Path.Combine(root, "backtests");
        if (!Directory.Exists(runs))
            return 0;
        var old = Directory
            .EnumerateDirectories(runs) // one per day
            .SelectMany(Directory.EnumerateDirectories)
            .Where(copy => Directory.GetLastWriteTimeUtc(copy) < nowUtc - RetentionTime)
            .ToList();
        foreach (var copy in old)
            ArtifactRemoval.Remove(copy, staging);
        return old.Count;
    }
}
