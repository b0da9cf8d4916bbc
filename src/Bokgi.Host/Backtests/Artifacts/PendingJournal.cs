namespace Bokgi.Host.Backtests.Artifacts;

/// <summary>Notes on disk, each with the name of a folder about which something is still to be done and of the database whose rows decide it.</summary>
/// <param name="place">The folder of the notes.</param>
/// <param name="database">The name of this process's database; notes of others are not its business.</param>
internal sealed class PendingJournal(string place, string database)
{
    private const string Unfinished = ".part";

    /// <summary>Lays a note down. Beside it first: a note is whole, or none.</summary>
    /// <returns>The note.</returns>
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

    /// <summary>Takes over a note that lies elsewhere.</summary>
    public void Take(string note)
    {
        Directory.CreateDirectory(place);
        File.Move(note, Path.Combine(place, Path.GetFileName(note)));
    }

    /// <summary>The notes of this database, the oldest first.</summary>
    public IReadOnlyList<(string Note, string Folder)> Mine()
    {
        if (!Directory.Exists(place))
            return [];
        var mine = new List<(string Note, string Folder)>();
        foreach (
            var note in Directory
                .GetFiles(place)
                .Where(note => !note.EndsWith(Unfinished, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
        {
            if (Read(note) is [var owner, var folder] && owner == database)
                mine.Add((note, folder));
        }

        return mine;
    }

    /// <summary>Removes notes that were never whole, while nobody lays one.</summary>
    public void RemoveUnfinished()
    {
        if (!Directory.Exists(place))
            return;
        foreach (var part in Directory.GetFiles(place, $"*{Unfinished}"))
            File.Delete(part);
    }

    // Another process may have done with it a moment ago.
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
