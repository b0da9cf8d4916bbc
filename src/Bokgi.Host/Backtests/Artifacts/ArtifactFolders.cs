using System.IO.Hashing;
using System.Runtime.InteropServices;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Locking;

namespace Bokgi.Host.Backtests.Artifacts;

/// <summary>
/// Where the files of runs lie: under <c>.making</c> while a run is made, then in a folder that is the run's own. While a folder and the
/// row that names it are not yet of one mind, a note under <c>.pending</c> says which folder and whose database. Only what is noted is
/// ever swept, and only by the database that the note names: another database over the same files finds nothing to remove. Where files
/// go on to an object store the note goes on too, to <c>.going</c>, until a carrier has done with it; then the folder is a copy, under
/// <c>.copies</c>.
/// </summary>
/// <param name="root">The folder of all of it.</param>
/// <param name="database">The name of the database whose rows name the folders.</param>
/// <param name="goOn">Whether files go on to an object store.</param>
internal sealed class ArtifactFolders(string root, string database, bool goOn = false)
{
    private const string PiecePrefix = "pieces/";
    private const string MakingName = ".making";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SweepPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CarryPatience = TimeSpan.FromMinutes(5);

    private readonly PendingJournal pending = new(Path.Combine(root, ".pending"), database);
    private readonly PendingJournal going = new(Path.Combine(root, ".going"), database);

    private volatile bool hasLeftovers = true;

    private string Making => Path.Combine(root, MakingName);

    // Shared while a claim is laid or a run comes or goes; held alone by a sweep, which so never sees any of it half done.
    private string Gate => Here(".lock");

    private string Turn => Here(".carrying.lock");

    // Of this database's tasks only: another one over the same files knows nothing of them.
    private string Pieces =>
        Path.Combine(root, ".pieces", Convert.ToHexStringLower(XxHash64.Hash(MemoryMarshal.AsBytes(database.AsSpan()))));

    /// <summary>Whether something may be left that only a sweep removes: of a process before this one, or of a change that this one could not finish.</summary>
    public bool HasLeftovers => hasLeftovers;

    /// <summary>Copies of folders that an object store holds.</summary>
    public ArtifactCopies Copies { get; } = new(Path.Combine(root, ".copies"), Path.Combine(root, MakingName));

    /// <summary>What must be carried to the object store, or removed from it, the oldest first.</summary>
    public IReadOnlyList<(string Note, string Folder)> Outbox => going.Mine();

    /// <summary>The place of a run's files, or of a piece's.</summary>
    public string Of(string folder) => IsPiece(folder) ? Path.Combine(Pieces, folder[PiecePrefix.Length..]) : Path.Combine(root, folder);

    /// <summary>The place of a run's files here, or of a copy of them that was left by an object store; null when there is neither.</summary>
    public string? Find(string folder) =>
        Directory.Exists(Of(folder)) ? Of(folder)
        : Directory.Exists(Copies.Of(folder)) ? Copies.Of(folder)
        : null;

    /// <summary>All places of a run's files here that are there, its own first.</summary>
    public IEnumerable<string> FindAll(string folder) => ((string[])[Of(folder), Copies.Of(folder)]).Where(Directory.Exists);

    /// <summary>The name of the folder for the files of a piece of a run, until the run is put together.</summary>
    public static string OfPiece(string taskId, string attempt) => $"{PiecePrefix}{taskId}/{attempt}";

    /// <summary>Whether a folder is one of a piece.</summary>
    public static bool IsPiece(string folder) => folder.StartsWith(PiecePrefix, StringComparison.Ordinal);

    /// <summary>Notes that pieces came or went, so that they are carried or removed.</summary>
    public void Announce(string folder) => going.Add(folder);

    /// <summary>The right to carry, for one process at a time; null while another one has it.</summary>
    public FileLock? TryLockOutbox() => FileLock.TryAlone(Turn, TimeSpan.Zero);

    /// <summary>The right to carry, waited for.</summary>
    /// <exception cref="IOException">Another process had it all the time.</exception>
    public FileLock Carry() => FileLock.Alone(Turn, CarryPatience);

    /// <summary>Lets a copy be made elsewhere and puts it in its place whole.</summary>
    /// <param name="folder">What it is a copy of.</param>
    /// <param name="fetch">Puts the files into the folder that it is given.</param>
    /// <param name="isCopy">Whether the object store keeps them; else they lie here from now on.</param>
    public async Task BringAsync(string folder, Func<string, Task> fetch, bool isCopy)
    {
        var (making, claim) = Claim();
        try
        {
            Directory.CreateDirectory(making);
            await fetch(making);
            var place = isCopy ? Copies.Of(folder) : Of(folder);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            Put(making, place, isCopy);
        }
        finally
        {
            if (Directory.Exists(making))
                Directory.Delete(making, recursive: true);
            File.Delete($"{making}.lock");
            claim.Dispose();
        }
    }

    /// <summary>Removes the files of pieces whose task has ended.</summary>
    /// <param name="isActive">Whether a task has not ended yet.</param>
    /// <returns>The folders that held the pieces of a task.</returns>
    public IReadOnlyList<string> TidyPieces(Func<string, bool> isActive)
    {
        if (!Directory.Exists(Pieces))
            return [];
        string[] ended = [.. Directory.GetDirectories(Pieces).Where(folder => !isActive(Path.GetFileName(folder)))];
        foreach (var folder in ended)
            ArtifactRemoval.Remove(folder, Making);
        return [.. ended.Select(folder => PiecePrefix + Path.GetFileName(folder))];
    }

    /// <summary>Begins a run's files; while its lock is held they are no leftovers.</summary>
    public RunArtifacts Begin()
    {
        var (folder, claim) = Claim();
        return new RunArtifacts(folder, claim);
    }

    /// <summary>Puts a run's files in their place and lets <paramref name="record"/> record it: both, or neither.</summary>
    /// <param name="artifacts">The files.</param>
    /// <param name="folder">Their place.</param>
    /// <param name="record">Adds the row.</param>
    /// <param name="isKnown">Whether a row names the folder; asked when recording failed, since a row may be there all the same.</param>
    public void Keep(RunArtifacts artifacts, string folder, Action record, Func<bool> isKnown)
    {
        using var gate = FileLock.Shared(Gate, Patience);
        var note = pending.Add(folder);
        try
        {
            artifacts.MoveTo(Of(folder));
            record();
        }
        catch (Exception failure)
        {
            hasLeftovers = true;
            if (failure.IsDatabaseDown())
                throw; // it would wait once more and not tell; the note stays, and a later sweep decides
            if (!isKnown())
            {
                Remove(folder);
                File.Delete(note);
                throw;
            }
        }

        TrySettle(note);
    }

    /// <summary>Lets <paramref name="forget"/> remove a run's row, then removes its files.</summary>
    /// <returns>What <paramref name="forget"/> gave: whether there was a row.</returns>
    public bool Drop(string folder, Func<bool> forget)
    {
        using var gate = FileLock.Shared(Gate, Patience);
        var note = pending.Add(folder);
        try
        {
            if (!forget())
            {
                TrySettle(note);
                return false;
            }
        }
        catch
        {
            hasLeftovers = true; // the note stays, and a later sweep decides
            throw;
        }

        TrySettle(note, () => Remove(folder));
        return true;
    }

    /// <summary>Removes what killed processes left: files of runs that nobody makes any more, and noted folders that no row names.</summary>
    /// <param name="isKnown">Whether a row names a folder.</param>
    /// <returns>How many folders were removed.</returns>
    public int Sweep(Func<string, bool> isKnown)
    {
        if (!Directory.Exists(Making) && pending.Mine().Count == 0)
        {
            hasLeftovers = false;
            return 0;
        }

        using var gate = FileLock.TryAlone(Gate, SweepPatience);
        if (gate is null)
            return 0; // others keep runs without a pause; the next sweep will do
        var count = SweepPending(isKnown) + SweepMaking();
        hasLeftovers = false;
        return count;
    }

    /// <summary>Removes a folder and the copy of it.</summary>
    public void Remove(string folder)
    {
        ArtifactRemoval.Remove(Of(folder), Making);
        Copies.Remove(folder);
    }

    // A machine that has made no run yet has no such folder.
    private string Here(string name) => Path.Combine(Directory.CreateDirectory(root).FullName, name);

    // Another process may bring the same at the same time; then one of the two is enough. A copy that is there is replaced, for it may be damaged.
    private void Put(string making, string place, bool replaces)
    {
        try
        {
            if (replaces)
                ArtifactRemoval.Remove(place, Making);
            if (!Directory.Exists(place))
                Directory.Move(making, place);
        }
        catch (IOException) when (Directory.Exists(place))
        {
            // The other one was first.
        }
    }

    private (string Folder, FileLock Claim) Claim()
    {
        Directory.CreateDirectory(Making);
        using var gate = FileLock.Shared(Gate, Patience);
        var folder = Path.Combine(Making, Guid.NewGuid().ToString("N"));
        return (folder, FileLock.Alone($"{folder}.lock", TimeSpan.Zero));
    }

    // The rows are right by now: what the disk does not allow is left to a later sweep.
    private void TrySettle(string note, Action? before = null)
    {
        try
        {
            before?.Invoke();
            Settle(note);
        }
        catch (Exception failure) when (failure.IsDiskUnavailable())
        {
            hasLeftovers = true;
        }
    }

    // Whether there is something to be done about it in the object store is then a carrier's question.
    private void Settle(string note)
    {
        if (goOn)
            going.Take(note);
        else
            File.Delete(note);
    }

    private int SweepPending(Func<string, bool> isKnown)
    {
        pending.RemoveUnfinished();
        var count = 0;
        foreach (var (note, folder) in pending.Mine())
        {
            if (!isKnown(folder) && Directory.Exists(Of(folder)))
            {
                Remove(folder);
                count++;
            }

            Settle(note);
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
            ArtifactRemoval.Remove(folder, Making); // what is being removed already may go meanwhile
            File.Delete($"{folder}.lock");
            count++;
        }

        return count;
    }

    private static string WithoutSuffix(string path) => path.EndsWith(".lock", StringComparison.Ordinal) ? path[..^".lock".Length] : path;
}
