using System.IO.Hashing;
using System.Runtime.InteropServices;
using Bokgi.Host.Platform.Locking;

namespace Bokgi.Host.Backtests.Artifacts;

/// <summary>
/// Where the files of runs lie: under <c>.making</c> while a run is made, then in a folder that is the run's own. While a folder and the
/// row that names it are not yet of one mind, a note under <c>.pending</c> says which folder and whose database. Only what is noted is
/// ever swept, and only by the database that the note names: another database over the same files finds nothing to remove.
/// </summary>
/// <param name="root">The folder of all of it.</param>
/// <param name="database">The name of the database whose rows name the folders.</param>
internal sealed class ArtifactFolders(string root, string database)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SweepPatience = TimeSpan.FromSeconds(5);

    private string Making => Path.Combine(root, ".making");

    private string Pending => Path.Combine(root, ".pending");

    // Shared while a claim is laid or a run comes or goes; held alone by a sweep, which so never sees any of it half done.
    private string Gate => Path.Combine(root, ".lock");

    // Of this database's tasks only: another one over the same files knows nothing of them.
    private string Pieces =>
        Path.Combine(root, ".pieces", Convert.ToHexStringLower(XxHash64.Hash(MemoryMarshal.AsBytes(database.AsSpan()))));

    public string Of(string folder) => Path.Combine(root, folder);

    /// <summary>Where the files of a piece of a run lie until the run is put together.</summary>
    public string OfPiece(string taskId, string attempt) => Path.Combine(Pieces, taskId, attempt);

    /// <summary>Removes the files of pieces whose task has ended.</summary>
    /// <param name="isActive">Whether a task has not ended yet.</param>
    public void TidyPieces(Func<string, bool> isActive)
    {
        if (!Directory.Exists(Pieces))
            return;
        foreach (var folder in Directory.GetDirectories(Pieces).Where(folder => !isActive(Path.GetFileName(folder))))
            RemovePieces(folder);
    }

    /// <summary>Begins a run's files; while its lock is held they are no leftovers.</summary>
    public RunArtifacts Begin()
    {
        Directory.CreateDirectory(Making);
        using var gate = FileLock.Shared(Gate, Patience);
        var folder = Path.Combine(Making, Guid.NewGuid().ToString("N"));
        return new RunArtifacts(folder, FileLock.Alone($"{folder}.lock", TimeSpan.Zero));
    }

    /// <summary>Puts a run's files in their place and lets <paramref name="record"/> record it: both, or neither.</summary>
    /// <param name="artifacts">The files.</param>
    /// <param name="folder">Their place.</param>
    /// <param name="record">Adds the row.</param>
    /// <param name="isKnown">Whether a row names the folder; asked when recording failed, since a row may be there all the same.</param>
    public void Keep(RunArtifacts artifacts, string folder, Action record, Func<bool> isKnown)
    {
        using var gate = FileLock.Shared(Gate, Patience);
        var note = Note(folder);
        artifacts.MoveTo(Of(folder));
        try
        {
            record();
        }
        catch
        {
            if (!isKnown()) // a database that cannot tell leaves the note, and a later sweep decides
            {
                Remove(folder);
                File.Delete(note);
                throw;
            }
        }

        File.Delete(note);
    }

    /// <summary>Lets <paramref name="forget"/> remove a run's row, then removes its files.</summary>
    /// <returns>What <paramref name="forget"/> gave: whether there was a row.</returns>
    public bool Drop(string folder, Func<bool> forget)
    {
        using var gate = FileLock.Shared(Gate, Patience);
        var note = Note(folder);
        var isForgotten = forget(); // when it fails the note stays, and a later sweep decides
        if (isForgotten)
            Remove(folder);
        File.Delete(note);
        return isForgotten;
    }

    /// <summary>Removes what killed processes left: files of runs that nobody makes any more, and noted folders that no row names.</summary>
    /// <param name="isKnown">Whether a row names a folder.</param>
    /// <returns>How many folders were removed.</returns>
    public int Sweep(Func<string, bool> isKnown)
    {
        if (!Directory.Exists(root))
            return 0;
        using var gate = FileLock.TryAlone(Gate, SweepPatience);
        return gate is null ? 0 : SweepPending(isKnown) + SweepMaking(); // others keep runs without a pause; the next sweep will do
    }

    // Beside it first: a note is whole, or none.
    private string Note(string folder)
    {
        Directory.CreateDirectory(Pending);
        var path = Path.Combine(Pending, Guid.NewGuid().ToString("N"));
        File.WriteAllLines($"{path}.part", [database, folder]);
        File.Move($"{path}.part", path);
        return path;
    }

    // Every process that works tidies, and a worker that was overtaken may still lay a piece down: what is left is for the next time.
    private static void RemovePieces(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Another process was at it too.
        }
    }

    private void Remove(string folder)
    {
        if (Directory.Exists(Of(folder)))
            Directory.Delete(Of(folder), recursive: true);
    }

    private int SweepPending(Func<string, bool> isKnown)
    {
        if (!Directory.Exists(Pending))
            return 0;
        var count = 0;
        foreach (var path in Directory.GetFiles(Pending))
        {
            var isPart = path.EndsWith(".part", StringComparison.Ordinal);
            if (!isPart)
            {
                if (File.ReadAllLines(path) is not [var owner, var folder] || owner != database)
                    continue;
                if (!isKnown(folder) && Directory.Exists(Of(folder)))
                {
                    Remove(folder);
                    count++;
                }
            }

            File.Delete(path);
        }

        return count;
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
