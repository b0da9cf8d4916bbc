namespace Bokgi.Host.Runs.Artifacts;

/// <summary>
/// A journal on disk. Each entry holds the name of a folder with unfinished work, and the name of the database whose rows decide about it.
/// Entries of other databases are ignored.
/// </summary>
internal sealed class PendingJournal(string place, string database)
{
    private const string Unfinished = ".part";

    /// <summary>Adds an entry, by renaming a temporary file, so that it is never incomplete; returns its path.</summary>
    public string Add(string folder)
    {
        Directory.CreateDirectory(place);
        var note = Path.Combine(place, Guid.CreateVersion7().ToString("N"));
        try
        {
            File.WriteAllLines(note + Unfinished, [database, folder]);
            File.Move(note + Unfinished, note);
            return note;
        }
        catch
        {
            File.Delete(note + Unfinished);
            throw;
        }
    }

    /// <summary>Moves an entry of another journal to this one.</summary>
    public void Take(string note)
    {
        Directory.CreateDirectory(place);
        File.Move(note, Path.Combine(place, Path.GetFileName(note)));
    }

    /// <summary>The entries of this database, oldest first.</summary>
    public IReadOnlyList<(string EntryPath, string Folder)> Mine() =>
        !Directory.Exists(place)
            ? []
            :
            [
                .. from path in Directory.GetFiles(place).Order(StringComparer.Ordinal)
                where !path.EndsWith(Unfinished, StringComparison.Ordinal)
                let lines = Read(path)
                where lines.Length == 2 && lines[0] == database
                select (path, lines[1]),
            ];

    /// <summary>Removes incomplete entries. No process may be adding one at the same time.</summary>
    public void RemoveUnfinished()
    {
        if (!Directory.Exists(place))
            return;
        foreach (var part in Directory.GetFiles(place, $"*{Unfinished}"))
            File.Delete(part);
    }

    // Empty if another process has just removed the entry.
    private static string[] Read(string note)
    {
        try
        {
            return File.ReadAllLines(note);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
