namespace Bokgi.Host.Backtests.Artifacts;

/// <summary>Copies of what an object store holds, kept while somebody asks for them; any may be removed at any time.</summary>
/// <param name="root">The folder of all of them.</param>
/// <param name="making">Where what is removed goes first.</param>
internal sealed class ArtifactCopies(string root, string making)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>The place of a folder's copy.</summary>
    public string Of(string folder) => Path.Combine(root, folder);

    /// <summary>Notes that somebody has just asked for a copy.</summary>
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
            // It was removed a moment ago, and comes again for who asks.
        }
    }

    /// <summary>Makes a copy of the folder itself, which is no longer needed where it is.</summary>
    public void Take(string place, string folder)
    {
        var copy = Of(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        if (Directory.Exists(copy))
            ArtifactRemoval.Remove(place, making);
        else
            Directory.Move(place, copy);
    }

    /// <summary>Puts a file of a folder's copy, if there is one, into the copy that takes its place.</summary>
    public void Rescue(string folder, string name, string next)
    {
        var path = Path.Combine(Of(folder), name);
        if (File.Exists(path))
            File.Copy(path, Path.Combine(next, name), overwrite: true);
    }

    /// <summary>Removes a folder's copy, if there is one.</summary>
    public void Remove(string folder) => ArtifactRemoval.Remove(Of(folder), making);

    /// <summary>Removes copies that nobody has asked for in a day.</summary>
    /// <returns>How many.</returns>
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
