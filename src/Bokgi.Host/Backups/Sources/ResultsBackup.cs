using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Bokgi.Host.Storage;
using Bokgi.MarketData.Locking;

namespace Bokgi.Host.Backups.Sources;

/// <summary>
/// Backs up the files of runs, as a tar archive whose paths are relative to STATE_ROOT. A run's files never change, and the run's row in the
/// database is stored after its files. So if the rows are saved first, and no file is removed until the archive is complete, the archive has
/// the files of every saved row.
/// </summary>
internal sealed class ResultsBackup(HostSettings settings) : IBackupSource
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(30);

    private static readonly string[] SkippedFolders =
    [
        ".making", // files that are still being written
        ".pending", // journals of unfinished changes
        ".copies", // copies of files in the bucket
    ];

    // With IgnoreInaccessible = false, a folder that cannot be read is an error.
    private static readonly EnumerationOptions AllDescendants = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
    };

    private static readonly FileStreamOptions ReadOptions = new()
    {
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
    };

    public BackupKind Kind => BackupKind.Results;

    public BackupNaming Naming { get; } = new("results", "results", ".tar.gz");

    public string? NotConfiguredReason =>
        EnumerateRunFiles().Any() ? null
        : settings.S3 is null ? "there are no results of runs yet"
        : "all results of runs are in the bucket";

    private string Root => Path.GetFullPath(ResultsFolder.PathIn(settings));

    public Task<IReadOnlyList<BackupItem>> SaveAsync(string path, CancellationToken cancel) =>
        SaveAsync(path, () => Task.CompletedTask, cancel);

    /// <param name="path">The archive.</param>
    /// <param name="saveRows">Backs up the database; called before the files are read, while no file can be removed.</param>
    /// <param name="cancel">Cancels the backup.</param>
    public async Task<IReadOnlyList<BackupItem>> SaveAsync(string path, Func<Task> saveRows, CancellationToken cancel)
    {
        using var removalLock =
            await FileLock.TryAcquireAsync(ResultsFolder.RemovalLockPath(Root), LockTimeout, cancel)
            ?? throw new BackupException("files of runs are being removed without end; try again");
        await saveRows();
        var items = new List<BackupItem>();
        await using var file = new FileStream(path, FileMode.Create);
        await using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
        await using (var archive = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach (var source in EnumerateRunFiles())
            {
                if (await AddAsync(archive, source, cancel) is { } item)
                    items.Add(item);
            }
        }

        file.Flush(flushToDisk: true);
        return Sorted(items);
    }

    public Task<IReadOnlyList<BackupItem>> RestoreToScratchAsync(string path, string scratch, CancellationToken cancel) =>
        ExtractAsync(path, scratch, cancel);

    public Task<bool> HasLiveDataAsync(CancellationToken cancel) => Task.FromResult(EnumerateRunFiles().Any());

    public Task<IReadOnlyList<BackupItem>> RestoreAsync(string path, CancellationToken cancel) =>
        ExtractAsync(path, Path.GetFullPath(settings.StateRoot), cancel);

    private IEnumerable<string> EnumerateRunFiles() =>
        Directory.Exists(Root)
            ? Directory
                .EnumerateFiles(Root, "*", AllDescendants)
                .Where(path =>
                    !path.EndsWith(".lock", StringComparison.Ordinal)
                    && !SkippedFolders.Contains(Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar)[0])
                )
            : [];

    private async Task<BackupItem?> AddAsync(TarWriter archive, string path, CancellationToken cancel)
    {
        var name = $"{ResultsFolder.Name}/{Path.GetRelativePath(Root, path).Replace('\\', '/')}";
        if (TryOpen(path) is not { } opened)
            return null;
        await using var content = opened;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
        content.Position = 0;
        await archive.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = content,
                ModificationTime = new DateTimeOffset(File.GetLastWriteTimeUtc(content.SafeFileHandle)),
            },
            cancel
        );
        return new BackupItem(name, content.Length, hash);
    }

    // Null if the file no longer exists: if a run's row cannot be stored, the run's files are removed again.
    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, ReadOptions);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<BackupItem>> ExtractAsync(string path, string target, CancellationToken cancel)
    {
        var items = new List<BackupItem>();
        try
        {
            await using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            await using var archive = new TarReader(gzip);
            while (await archive.GetNextEntryAsync(copyData: false, cancel) is { } entry)
                items.Add(await ExtractAsync(entry, path, target, cancel));
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new BackupException($"{Path.GetFileName(path)} is damaged and cannot be unpacked; choose another backup", damage);
        }

        return Sorted(items);
    }

    private static async Task<BackupItem> ExtractAsync(TarEntry entry, string path, string target, CancellationToken cancel)
    {
        if (
            entry.EntryType != TarEntryType.RegularFile
            || !entry.Name.StartsWith(ResultsFolder.Name + "/", StringComparison.Ordinal)
            || entry.Name.Split('/').Contains("..")
        )
            throw new BackupException($"{Path.GetFileName(path)} contains {Problems.SanitizeForMessage(entry.Name)}, which no backup has");
        var destination = Path.Combine(target, entry.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
        var temporary = destination + BackupFolder.TemporaryExtension;
        string hash;
        await using (var file = new FileStream(temporary, FileMode.Create))
        await using (var hashed = new HashedStream(file))
        {
            await (entry.DataStream ?? Stream.Null).CopyToAsync(hashed, cancel);
            hash = hashed.FinishSha256();
        }

        File.SetLastWriteTimeUtc(temporary, entry.ModificationTime.UtcDateTime);
        File.Move(temporary, destination, overwrite: true);
        return new BackupItem(entry.Name, entry.Length, hash);
    }

    private static List<BackupItem> Sorted(IEnumerable<BackupItem> items) => [.. items.OrderBy(item => item.Name, StringComparer.Ordinal)];
}
