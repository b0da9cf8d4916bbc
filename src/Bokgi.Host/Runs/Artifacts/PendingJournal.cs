namespace Bokgi.Host.Runs.Artifacts;

/// <summary>
/// A journal on disk. Each entry holds the name of a folder with unfinished work, and the name of the database whose rows tell whether the
/// folder is still needed. Entries of other databases are ignored.
/// </summary>
internal sealed class PendingJournal(string directory, string database)
{
    private const string UnfinishedSuffix = ".part";

    /// <summary>Adds an entry, by renaming a temporary file, so that it is never incomplete; returns its path.</summary>
    public string Add(string folder)
    {
        Directory.CreateDirectory(directory);
        var entryPath = Path.Combine(directory, Guid.CreateVersion7().ToString("N"));
        try
        {
            File.WriteAllLines(entryPath + UnfinishedSuffix, [database, folder]);
            File.Move(entryPath + UnfinishedSuffix, entryPath);
            return entryPath;
        }
        catch
        {
            File.Delete(entryPath + UnfinishedSuffix);
            throw;
        }
    }

    /// <summary>Moves an entry of another journal to this one.</summary>
    public void MoveEntryHere(string entryPath)
    {
        Directory.CreateDirectory(directory);
        File.Move(entryPath, Path.Combine(directory, Path.GetFileName(entryPath)));
    }

    /// <summary>The entries of this database, oldest first.</summary>
    public IReadOnlyList<(string EntryPath, string Folder)> ListEntries() =>
        !Directory.Exists(directory)
            ? []
            :
            [
                .. from path in Directory.GetFiles(directory).Order(StringComparer.Ordinal)
                where !path.EndsWith(UnfinishedSuffix, StringComparison.Ordinal)
                let lines = ReadLines(path)
                where lines.Length == 2 && lines[0] == database
                select (path, lines[1]),
            ];

    /// <summary>Removes incomplete entries. Must not be called while a process adds one.</summary>
    public void RemoveUnfinished()
    {
        if (!Directory.Exists(directory))
            return;
        foreach (var part in Directory.GetFiles(directory, $"*{UnfinishedSuffix}"))
            File.Delete(part);
    }

    // Empty if another process has just removed the entry.
    private static string[] ReadLines(string entryPath)
    {
        try
        {
            return File.ReadAllLines(entryPath);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
