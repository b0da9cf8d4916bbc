namespace Bokgi.Host.Runs.Artifacts;

/// <summary>
/// Local copies of folders in the object store, kept for a day after their last use. Any copy may be removed at any time; it is moved
/// to <paramref name="making"/> before it is deleted.
/// </summary>
internal sealed class ArtifactCopies(string root, string making)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    public string Of(string folder) => Path.Combine(root, folder);

    public void Touch(string folder, DateTime nowUtc)
    {
        var copy = Of(folder);
        try
        {
            if (Directory.Exists(copy) && Directory.GetLastWriteTimeUtc(copy) < nowUtc - Fresh)
                Directory.SetLastWriteTimeUtc(copy, nowUtc);
        }
        catch (IOException)
        {
            // The copy has just been removed; the next request downloads it again.
        }
    }

    /// <summary>Moves an uploaded folder here, where it serves as a copy; removes it if there is a copy already.</summary>
    public void Take(string place, string folder)
    {
        var copy = Of(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        if (Directory.Exists(copy))
            ArtifactRemoval.Remove(place, making);
        else
            Directory.Move(place, copy);
    }

    /// <summary>Copies a file from a folder's existing copy, if it has the file, into the copy that replaces it.</summary>
    public void Rescue(string folder, string name, string next)
    {
        var path = Path.Combine(Of(folder), name);
        if (File.Exists(path))
            File.Copy(path, Path.Combine(next, name), overwrite: true);
    }

    public void Remove(string folder) => ArtifactRemoval.Remove(Of(folder), making);

    public int RemoveOld(DateTime nowUtc)
    {
        var runs = Path.Combine(root, "backtests");
        if (!Directory.Exists(runs))
            return 0;
        var old = Directory
            .EnumerateDirectories(runs)
            .SelectMany(Directory.EnumerateDirectories)
            .Where(copy => Directory.GetLastWriteTimeUtc(copy) < nowUtc - Kept)
            .ToList();
        foreach (var copy in old)
            ArtifactRemoval.Remove(copy, making);
        return old.Count;
    }
}
