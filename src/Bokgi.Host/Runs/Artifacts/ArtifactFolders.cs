using System.IO.Hashing;
using System.Runtime.InteropServices;
using Bokgi.Host.Storage;
using Bokgi.MarketData.Locking;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>
/// The layout of the run files on disk. While a run is being written, its files are in the staging folder <c>.making</c>; then they move to
/// the run's folder, which a database row names. A process may die after it has changed only one of the two, the folder or the row. So before
/// the first change it adds an entry to the journal <c>.pending</c>, which names the folder and the database. A sweep
/// (<see cref="SweepOrphansAsync"/>) removes what dead processes left. Outside the staging folder, it removes only folders with a journal
/// entry that names its database, so two databases can share the same root. If files are uploaded to an object store, the entry of a finished
/// change moves to a second journal, the outbox <c>.going</c>, until the sync has uploaded or deleted the folder. An uploaded folder becomes a
/// local copy under <c>.copies</c>.
/// </summary>
internal sealed class ArtifactFolders(string root, string database, bool usesObjectStore = false)
{
    // Some names on disk, such as .making and .going, are those of earlier versions, whose folders must still be found.
    private const string PiecePrefix = "pieces/";
    private const string StagingName = ".making";

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OutboxLockTimeout = TimeSpan.FromMinutes(5);

    private readonly PendingJournal pending = new(Path.Combine(root, ".pending"), database);
    private readonly PendingJournal outbox = new(Path.Combine(root, ".going"), database);

    private volatile bool hasLeftovers = true;

    private string Staging => Path.Combine(root, StagingName);

    // The lock is shared while a staging folder is created or a run is added or removed, and exclusive during a sweep, so that the sweep
    // sees no partial change.
    private string SweepLockPath => PathInRoot(".lock");

    private string RemovalLockPath => ResultsFolder.RemovalLockPath(Directory.CreateDirectory(root).FullName);

    private string OutboxLockPath => PathInRoot(".carrying.lock");

    // Holds the files of runs that are computed in pieces. Separate for each database, because another database over the same root does not
    // know the tasks of this one.
    private string Pieces =>
        Path.Combine(root, ".pieces", Convert.ToHexStringLower(XxHash64.Hash(MemoryMarshal.AsBytes(database.AsSpan()))));

    /// <summary>Whether an earlier process, or an unfinished change of this process, may have left something to sweep.</summary>
    public bool HasLeftovers => hasLeftovers;

    public bool UsesObjectStore => usesObjectStore;

    public ArtifactCopies Copies { get; } = new(Path.Combine(root, ".copies"), Path.Combine(root, StagingName));

    /// <summary>Folders to upload to the object store or delete from it, oldest first, each with its journal entry.</summary>
    public IReadOnlyList<(string EntryPath, string Folder)> Outbox => outbox.ListEntries();

    public string PathOf(string folder) =>
        IsPiece(folder) ? Path.Combine(Pieces, folder[PiecePrefix.Length..]) : Path.Combine(root, folder);

    /// <summary>The path of a run's files on this machine: the run's folder, or else its local copy; null if there is neither.</summary>
    public string? Find(string folder) => FindAll(folder).FirstOrDefault();

    /// <summary>All existing local paths of a run's files, the run's folder first.</summary>
    public IEnumerable<string> FindAll(string folder) => ((string[])[PathOf(folder), Copies.PathOf(folder)]).Where(Directory.Exists);

    /// <summary>The folder name for a piece's files, used until the pieces are assembled into the run.</summary>
    public static string PieceFolder(string taskId, string attempt) => $"{PiecePrefix}{taskId}/{attempt}";

    public static bool IsPiece(string folder) => folder.StartsWith(PiecePrefix, StringComparison.Ordinal);

    public void AddToOutbox(string folder) => outbox.Add(folder);

    /// <summary>Takes the lock of the outbox; null if another process holds it.</summary>
    public FileLock? TryLockOutbox() => FileLock.TryAcquire(OutboxLockPath, TimeSpan.Zero);

    /// <summary>Takes the lock of the outbox, and waits for it if necessary.</summary>
    /// <exception cref="IOException">Another process held it the whole time.</exception>
    public FileLock LockOutbox() => FileLock.Acquire(OutboxLockPath, OutboxLockTimeout);

    /// <summary>Takes the removal lock, which all processes that remove files share; null while a backup holds it alone.</summary>
    public async Task<FileLock?> TryShareRemovalLockAsync()
    {
        try
        {
            return await FileLock.AcquireSharedAsync(RemovalLockPath, TimeSpan.Zero);
        }
        catch (LockHeldException)
        {
            return null;
        }
    }

    /// <summary>Downloads a folder, then moves it into place in one step, either as a local copy or as the run's folder.</summary>
    public async Task InstallAsync(string folder, Func<string, Task> download, bool isCopy)
    {
        var (stagingPath, folderLock) = await ReserveStagingPathAsync();
        try
        {
            Directory.CreateDirectory(stagingPath);
            await download(stagingPath);
            var destination = isCopy ? Copies.PathOf(folder) : PathOf(folder);
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            MoveIntoPlace(stagingPath, destination, isCopy);
        }
        finally
        {
            if (Directory.Exists(stagingPath))
                Directory.Delete(stagingPath, recursive: true);
            File.Delete($"{stagingPath}.lock");
            folderLock.Dispose();
        }
    }

    /// <summary>Removes the files of pieces whose task is no longer active; returns the removed folders, one per task.</summary>
    /// <param name="isActive">Whether the task with a given id is active.</param>
    public IReadOnlyList<string> RemoveInactivePieces(Func<string, bool> isActive)
    {
        if (!Directory.Exists(Pieces))
            return [];
        using var removalLock = FileLock.TryAcquire(RemovalLockPath, TimeSpan.Zero);
        if (removalLock is null)
            return []; // the next call removes them
        string[] ended = [.. Directory.GetDirectories(Pieces).Where(folder => !isActive(Path.GetFileName(folder)))];
        foreach (var folder in ended)
            ArtifactRemoval.Remove(folder, Staging);
        return [.. ended.Select(folder => PiecePrefix + Path.GetFileName(folder))];
    }

    /// <summary>Reserves a staging folder for a run's files. A sweep does not remove the folder while its lock is held.</summary>
    public async Task<RunArtifacts> BeginAsync()
    {
        var (folder, folderLock) = await ReserveStagingPathAsync();
        return new RunArtifacts(folder, folderLock);
    }

    /// <summary>Moves a run's files into place and calls <paramref name="addRow"/> to add its row: both happen, or neither.</summary>
    public async Task CommitAsync(RunArtifacts artifacts, string folder, Func<Task> addRow, Func<Task<bool>> hasRow)
    {
        using var sweepLock = await FileLock.AcquireSharedAsync(SweepLockPath, LockTimeout);
        var entryPath = pending.Add(folder);
        try
        {
            artifacts.MoveTo(PathOf(folder));
            await addRow();
        }
        catch (Exception failure)
        {
            hasLeftovers = true;
            if (failure.IsDatabaseDown())
                throw; // the next query would fail as well; a later sweep removes the folder if it has no row
            if (!await hasRow())
            {
                Remove(folder);
                File.Delete(entryPath);
                throw;
            }
            // Otherwise the row was added, and only the confirmation was lost.
        }

        TryCompleteEntry(entryPath);
    }

    /// <summary>Calls <paramref name="deleteRow"/> to remove a run's row, then removes its files.</summary>
    public async Task<bool> DeleteAsync(string folder, Func<Task<bool>> deleteRow)
    {
        using var sweepLock = await FileLock.AcquireSharedAsync(SweepLockPath, LockTimeout);
        var entryPath = pending.Add(folder);
        try
        {
            if (!await deleteRow())
            {
                TryCompleteEntry(entryPath);
                return false;
            }
        }
        catch
        {
            hasLeftovers = true; // a later sweep removes the folder if the row was deleted
            throw;
        }

        using var removalLock = await TryShareRemovalLockAsync();
        if (removalLock is null)
            hasLeftovers = true; // a later sweep removes the folder
        else
            TryCompleteEntry(entryPath, () => Remove(folder));
        return true;
    }

    /// <summary>Removes what killed processes left: unfinished runs without a writer, and folders with an entry but no row.</summary>
    public async Task<int> SweepOrphansAsync(Func<string, Task<bool>> hasRow)
    {
        if (!Directory.Exists(Staging) && pending.ListEntries().Count == 0)
        {
            hasLeftovers = false;
            return 0;
        }

        using var sweepLock = await FileLock.TryAcquireAsync(SweepLockPath, LockTimeout);
        if (sweepLock is null)
            return 0; // other processes still hold the lock; the next sweep tries again
        using var removalLock = await TryShareRemovalLockAsync();
        if (removalLock is null)
            return 0;
        var count = await SweepPendingAsync(hasRow) + SweepStaging();
        hasLeftovers = false;
        return count;
    }

    public void Remove(string folder)
    {
        ArtifactRemoval.Remove(PathOf(folder), Staging);
        Copies.Remove(folder);
    }

    // Creates the root, which does not exist before the first run.
    private string PathInRoot(string name) => Path.Combine(Directory.CreateDirectory(root).FullName, name);

    // If another process downloads the same folder at the same time, the first of the two is kept. An existing copy may be damaged, so it is
    // replaced.
    private void MoveIntoPlace(string stagingPath, string destination, bool replacesExisting)
    {
        try
        {
            if (replacesExisting)
                ArtifactRemoval.Remove(destination, Staging);
            if (!Directory.Exists(destination))
                Directory.Move(stagingPath, destination);
        }
        catch (IOException) when (Directory.Exists(destination))
        {
            // Another process was faster.
        }
    }

    private async Task<(string Folder, FileLock FolderLock)> ReserveStagingPathAsync()
    {
        Directory.CreateDirectory(Staging);
        using var sweepLock = await FileLock.AcquireSharedAsync(SweepLockPath, LockTimeout);
        var folder = Path.Combine(Staging, Guid.NewGuid().ToString("N"));
        return (folder, FileLock.Acquire($"{folder}.lock", TimeSpan.Zero));
    }

    // The database has been changed already, so a failing disk is not an error: a later sweep removes the files and the entry.
    private void TryCompleteEntry(string entryPath, Action? cleanUp = null)
    {
        try
        {
            cleanUp?.Invoke();
            CompleteEntry(entryPath);
        }
        catch (Exception failure) when (failure.IsDiskUnavailable())
        {
            hasLeftovers = true;
        }
    }

    // With an object store the entry moves on to the outbox, where the sync decides whether to upload or delete.
    private void CompleteEntry(string entryPath)
    {
        if (usesObjectStore)
            outbox.MoveEntryHere(entryPath);
        else
            File.Delete(entryPath);
    }

    private async Task<int> SweepPendingAsync(Func<string, Task<bool>> hasRow)
    {
        pending.RemoveUnfinished();
        var count = 0;
        foreach (var (entryPath, folder) in pending.ListEntries())
        {
            if (!await hasRow(folder) && Directory.Exists(PathOf(folder)))
            {
                Remove(folder);
                count++;
            }

            CompleteEntry(entryPath);
        }

        return count;
    }

    private int SweepStaging()
    {
        if (!Directory.Exists(Staging))
            return 0;
        var count = 0;
        foreach (var folder in Directory.GetFileSystemEntries(Staging).Select(WithoutLockSuffix).Distinct(StringComparer.Ordinal))
        {
            using var folderLock = FileLock.TryAcquire($"{folder}.lock", TimeSpan.Zero);
            if (folderLock is null)
                continue; // another process is writing it
            ArtifactRemoval.Remove(folder, Staging); // tolerates a removal that is already under way
            File.Delete($"{folder}.lock");
            count++;
        }

        return count;
    }

    private static string WithoutLockSuffix(string path) =>
        path.EndsWith(".lock", StringComparison.Ordinal) ? path[..^".lock".Length] : path;
}
