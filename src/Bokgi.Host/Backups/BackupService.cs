using Bokgi.Host.Backups.Sources;
using Bokgi.Host.Platform;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Backups;

/// <summary>Makes, verifies, restores and removes backups. If one kind of backup fails, the others are still made.</summary>
internal sealed partial class BackupService(
    IEnumerable<IBackupSource> sources,
    BackupFolder folder,
    BokgiDatabase database,
    TimeProvider clock,
    ILogger<BackupService> log
)
{
    private const int ListedDifferences = 3;

    public IReadOnlyList<IBackupSource> Sources { get; } = [.. sources];

    public IBackupSource SourceOf(BackupKind kind) => Sources.First(source => source.Kind == kind);

    /// <summary>All backups, newest first.</summary>
    public IReadOnlyList<StoredBackup> List() =>
        [.. Sources.SelectMany(folder.List).OrderByDescending(backup => backup.TimeUtc).ThenBy(backup => backup.Source.Kind)];

    public IReadOnlyList<StoredBackup> NewestOfEachKind() =>
        [.. Sources.Select(source => folder.List(source)).Where(all => all.Count > 0).Select(all => all[0])];

    /// <summary>Finds a backup by its name below BACKUP_ROOT; null if there is none.</summary>
    public StoredBackup? TryFind(string name) => List().FirstOrDefault(backup => backup.File == name);

    /// <summary>Finds a backup by its name below BACKUP_ROOT, by the name of its file, or by its path.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public StoredBackup Find(string name)
    {
        var wanted = name.Replace('\\', '/');
        var path = wanted.Length == 0 || wanted.Contains('\0', StringComparison.Ordinal) ? null : Path.GetFullPath(name);
        if (List().FirstOrDefault(IsWanted) is { } found)
            return found;
        var isUnfinished = Sources.SelectMany(folder.ListUnfinished).Any(IsWanted);
        throw InvalidInputException.ForField(
            "file",
            isUnfinished
                ? $"{name} has no manifest beside it, so it is unfinished; choose one that 'bokgi backup stats' lists"
                : $"there is no backup '{Problems.SanitizeForMessage(name)}' in {folder.Root}; 'bokgi backup stats' lists them"
        );

        bool IsWanted(StoredBackup backup) => backup.File == wanted || Path.GetFileName(backup.Path) == wanted || backup.Path == path;
    }

    public async Task<BackupResult> MakeAsync(BackupKind kind, CancellationToken cancel)
    {
        var source = SourceOf(kind);
        using var folderLock = await folder.LockAsync(cancel);
        return await TryMakeAsync(source, NewStamp(), source.SaveAsync, cancel);
    }

    /// <summary>Makes a backup of each kind that is configured. Their names contain the same time.</summary>
    public async Task<IReadOnlyList<BackupResult>> MakeAllAsync(CancellationToken cancel)
    {
        using var folderLock = await folder.LockAsync(cancel);
        var stamp = NewStamp();
        var databaseSource = SourceOf(BackupKind.Database);
        var results = (ResultsBackup)SourceOf(BackupKind.Results);
        BackupResult? madeDatabase = null;
        // results.SaveAsync calls back at a time when no file of a run can be removed. The callback saves the database; see ResultsBackup.
        var madeResults = await TryMakeAsync(
            results,
            stamp,
            (path, stop) =>
                results.SaveAsync(
                    path,
                    async () => madeDatabase = await TryMakeAsync(databaseSource, stamp, databaseSource.SaveAsync, stop),
                    stop
                ),
            cancel
        );
        if (madeDatabase is null)
        {
            // There were no results yet, or their folder cannot be used.
            madeDatabase = await TryMakeAsync(databaseSource, stamp, databaseSource.SaveAsync, cancel);
            madeResults = await TryMakeAsync(results, stamp, results.SaveAsync, cancel);
        }

        var made = new List<BackupResult> { madeDatabase, madeResults };
        foreach (var source in Sources.Where(source => source.Kind is not (BackupKind.Database or BackupKind.Results)))
            made.Add(await TryMakeAsync(source, stamp, source.SaveAsync, cancel));
        return made;
    }

    /// <summary>Restores backups one by one into a scratch place and compares each with its manifest.</summary>
    public async Task<IReadOnlyList<BackupResult>> VerifyAsync(IEnumerable<StoredBackup> chosen, CancellationToken cancel)
    {
        var results = new List<BackupResult>();
        foreach (var backup in chosen)
            results.Add(await VerifyAsync(backup, cancel));
        return results;
    }

    /// <summary>Restores a backup into a scratch place and compares it with its manifest.</summary>
    public async Task<BackupResult> VerifyAsync(StoredBackup backup, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        try
        {
            using var folderLock = await folder.LockAsync(cancel);
            var manifest = await CheckAndReadManifestAsync(backup, new FileHashCache(clock), cancel);
            await ThrowIfNotRestorableAsync(backup.Source, backup.Path, manifest.Items, cancel);
            return new BackupResult(backup.File, backup.File, manifest.Size, Seconds(started), null);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            LogFailed(failure, backup.File);
            return new BackupResult(backup.File, backup.File, 0, Seconds(started), Reason(failure));
        }
    }

    /// <summary>Replaces the present state with a backup's.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="savesFirst">Whether to make a backup of the present state first.</param>
    /// <param name="onSaved">Called with the file in which the present state was saved, before anything is replaced.</param>
    /// <param name="cancel">Cancels the restore.</param>
    /// <returns>
    /// The differences between the restored state and the saved one, which appear if another process writes during the restore; null if
    /// there are none.
    /// </returns>
    /// <exception cref="BackupException">The backup is damaged, or the present state cannot be saved; nothing was changed.</exception>
    public async Task<string?> RestoreAsync(StoredBackup backup, bool savesFirst, Action<string> onSaved, CancellationToken cancel)
    {
        using var folderLock = await folder.LockAsync(cancel);
        var source = backup.Source;
        var manifest = await CheckAndReadManifestAsync(backup, new FileHashCache(clock), cancel);
        if (manifest.Migration is { } migration && !database.KnownMigrations.Contains(migration))
            throw new BackupException(
                $"{backup.File} was made by bokgi {manifest.Version}, which is later than this {ProgramVersion.Text}; restore it with the later version"
            );
        if (savesFirst && source.NotConfiguredReason is null && await source.HasLiveDataAsync(cancel))
        {
            var made = await TryMakeAsync(source, NewStamp(), source.SaveAsync, cancel);
            onSaved(
                made.File
                    ?? throw new BackupException(
                        $"the present state cannot be saved first: {made.Error}; nothing was changed. Give --without-saving to give it up"
                    )
            );
        }

        var restored = await source.RestoreAsync(backup.Path, cancel);
        LogRestored(backup.File);
        return DescribeDifferences(manifest.Items, restored);
    }

    /// <summary>
    /// Removes the backups that are older than a number of days according to their names, except the newest intact one of each kind. Also
    /// removes unfinished backups.
    /// </summary>
    public async Task<IReadOnlyList<string>> CleanUpAsync(int days, CancellationToken cancel)
    {
        using var folderLock = await folder.LockAsync(cancel);
        var now = clock.GetUtcNow().UtcDateTime;
        var limit = now.AddDays(-days);
        var hashes = new FileHashCache(clock);
        var removed = new List<string>();
        foreach (var source in Sources)
        {
            var all = folder.List(source);
            // Keeps the newest intact backup, and the newest intact one whose time is not in the future: the clock may have been wrong when a
            // backup was made, or may be wrong now.
            StoredBackup?[] kept =
            [
                await FindNewestIntactAsync(all, hashes, cancel),
                await FindNewestIntactAsync(all.Where(backup => backup.TimeUtc <= now), hashes, cancel),
            ];
            var old = all.Where(backup => backup.TimeUtc < limit && !kept.Contains(backup));
            foreach (var backup in old.Concat(folder.ListUnfinished(source)).ToList())
            {
                File.Delete(backup.Path + BackupManifest.Extension); // first, so that no backup seems complete without its file
                File.Delete(backup.Path);
                removed.Add(backup.File);
            }
        }

        RemoveUnusedCandleCopies();
        foreach (var file in removed)
            LogRemoved(file);
        return removed;
    }

    /// <summary>Reads a backup's manifest, after checking that the backup's file, and the files that it refers to, are unchanged.</summary>
    /// <exception cref="BackupException">A file is missing or was changed, or the manifest cannot be read.</exception>
    public static async Task<BackupManifest> CheckAndReadManifestAsync(StoredBackup backup, FileHashCache hashes, CancellationToken cancel)
    {
        var manifest = BackupManifest.Read(backup.Path);
        if (await BackupFolder.Sha256Async(backup.Path, cancel) != manifest.Sha256)
            throw new BackupException($"{backup.File} is truncated or was altered since it was made; choose another backup");
        return backup.Source.FindDamage(backup.Path, hashes) is { } damage
            ? throw new BackupException($"{damage}; choose another backup")
            : manifest;
    }

    /// <summary>The reason of a failure, for the command line and the log; HTTP answers and alerts do not contain it.</summary>
    public static string Reason(Exception failure) =>
        failure switch
        {
            BackupException or DatabaseUnavailableException or LakeException or StorageException => failure.Message,
            Npgsql.PostgresException refused => $"PostgreSQL refused: {refused.MessageText}",
            StackExchange.Redis.RedisException => $"Redis does not answer as it should: {failure.Message}",
            _ when failure.IsDatabaseDown() => $"the database cannot be used: {failure.GetBaseException().Message.ReplaceLineEndings(" ")}",
            _ => failure.Message.ReplaceLineEndings(" "),
        };

    private async Task<BackupResult> TryMakeAsync(
        IBackupSource source,
        string stamp,
        Func<string, CancellationToken, Task<IReadOnlyList<BackupItem>>> save,
        CancellationToken cancel
    )
    {
        var (name, started) = (WireNames.Of(source.Kind), clock.GetTimestamp());
        try
        {
            if (source.NotConfiguredReason is { } reason)
                return new BackupResult(name, null, 0, 0, null) { SkipReason = reason };
            var manifest = await MakeAsync(source, stamp, save, cancel);
            LogMade(manifest.File, manifest.Size, Seconds(started));
            return new BackupResult(name, manifest.File, manifest.Size, Seconds(started), null);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            LogFailed(failure, name);
            return new BackupResult(name, null, 0, Seconds(started), Reason(failure));
        }
    }

    private async Task<BackupManifest> MakeAsync(
        IBackupSource source,
        string stamp,
        Func<string, CancellationToken, Task<IReadOnlyList<BackupItem>>> save,
        CancellationToken cancel
    )
    {
        var file = source.Naming.RelativePathFor(stamp);
        var scratch = folder.CreateScratch();
        try
        {
            var made = Path.Combine(scratch, Path.GetFileName(file));
            var migration = source.Kind == BackupKind.Database ? database.FindLastAppliedMigration() : null;
            var items = await save(made, cancel);
            var size = source.Kind == BackupKind.Data ? items.Sum(item => item.Count) : new FileInfo(made).Length;
            var manifest = new BackupManifest(
                source.Kind,
                file,
                UnixTime.Format(UnixTime.FromDateTime(clock.GetUtcNow().UtcDateTime)),
                ProgramVersion.Text,
                migration,
                size,
                await BackupFolder.Sha256Async(made, cancel),
                items
            );
            await ThrowIfNotRestorableAsync(source, made, items, cancel);
            var path = folder.PathOf(file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(made, path);
            manifest.Write(path);
            return manifest;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private async Task ThrowIfNotRestorableAsync(
        IBackupSource source,
        string path,
        IReadOnlyList<BackupItem> items,
        CancellationToken cancel
    )
    {
        var scratch = folder.CreateScratch();
        try
        {
            if (DescribeDifferences(items, await source.RestoreToScratchAsync(path, scratch, cancel)) is { } differences)
                throw new BackupException($"{Path.GetFileName(path)} does not restore to what was saved: {differences}");
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    // Null if there are none.
    private static string? DescribeDifferences(IReadOnlyList<BackupItem> saved, IReadOnlyList<BackupItem> restored)
    {
        var found = restored.ToDictionary(item => item.Name, StringComparer.Ordinal);
        var texts = saved
            .Where(item => found.GetValueOrDefault(item.Name) != item)
            .Select(item =>
                found.TryGetValue(item.Name, out var restoredItem)
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"{item.Name} has {restoredItem.Count:N0} instead of {item.Count:N0}, or other content"
                    )
                    : $"{item.Name} is missing"
            )
            .Concat(restored.Select(item => item.Name).Except(saved.Select(item => item.Name)).Select(name => $"{name} was not saved"))
            .ToList();
        return texts.Count == 0 ? null
            : texts.Count <= ListedDifferences ? string.Join("; ", texts)
            : $"{string.Join("; ", texts.Take(ListedDifferences))}; and {texts.Count - ListedDifferences} more";
    }

    private static async Task<StoredBackup?> FindNewestIntactAsync(
        IEnumerable<StoredBackup> newestFirst,
        FileHashCache hashes,
        CancellationToken cancel
    )
    {
        foreach (var backup in newestFirst)
        {
            try
            {
                await CheckAndReadManifestAsync(backup, hashes, cancel);
                return backup;
            }
            catch (BackupException)
            {
                // Damaged or unfinished: try the next older one.
            }
        }

        return null;
    }

    private void RemoveUnusedCandleCopies()
    {
        var data = (DataBackup)SourceOf(BackupKind.Data);
        try
        {
            data.DeleteUnusedContents(folder.List(data).Select(backup => backup.Path));
        }
        catch (BackupException damaged)
        {
            LogKept(damaged.Message); // a damaged list does not show which contents it refers to
        }
    }

    // The current time, or the first later second whose name is free, because two backups can be made within a second.
    private string NewStamp()
    {
        for (var time = clock.GetUtcNow(); ; time = time.AddSeconds(1))
        {
            var stamp = BackupNaming.StampOf(time);
            if (!Sources.Any(source => File.Exists(folder.PathOf(source.Naming.RelativePathFor(stamp)))))
                return stamp;
        }
    }

    private double Seconds(long started) => clock.GetElapsedTime(started).TotalSeconds;

    [LoggerMessage(LogLevel.Information, "the backup {File} was made and verified: {Bytes} bytes in {Seconds:0.0} s")]
    private partial void LogMade(string file, long bytes, double seconds);

    [LoggerMessage(LogLevel.Error, "the backup {Name} failed")]
    private partial void LogFailed(Exception failure, string name);

    [LoggerMessage(LogLevel.Warning, "the backup {File} was restored")]
    private partial void LogRestored(string file);

    [LoggerMessage(LogLevel.Information, "the old backup {File} was removed")]
    private partial void LogRemoved(string file);

    [LoggerMessage(LogLevel.Warning, "unused copies of candle files are kept: {Reason}")]
    private partial void LogKept(string reason);
}
