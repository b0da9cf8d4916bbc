using Bokgi.Host.Backups.Sources;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Backups;

/// <summary>Copies backups to the bucket, below <c>backups/</c>. Nothing is ever deleted there.</summary>
internal sealed partial class BucketCopy(
    BackupService backups,
    BackupFolder folder,
    TimeProvider clock,
    ILogger<BucketCopy> log,
    IObjectStore? objects = null
)
{
    public const string Name = "s3";

    private const string Prefix = "backups/";

    /// <summary>Copies every intact backup that the bucket does not have yet. The error in the result names the damaged ones.</summary>
    public async Task<BackupResult> TryCopyAsync(CancellationToken cancel)
    {
        if (objects is null)
            return new BackupResult(Name, null, 0, 0, null)
            {
                SkipReason = "there is no bucket for copies of backups; set AWS_BUCKET_NAME",
            };
        var started = clock.GetTimestamp();
        string? error;
        long size = 0;
        try
        {
            (size, error) = await CopyAsync(objects, cancel);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            LogFailed(failure);
            error = BackupService.Reason(failure);
        }

        return new BackupResult(Name, null, size, clock.GetElapsedTime(started).TotalSeconds, error);
    }

    // Returns the number of copied bytes, and the errors of the damaged backups, which are not copied.
    private async Task<(long Bytes, string? Damaged)> CopyAsync(IObjectStore store, CancellationToken cancel)
    {
        var (bytes, damaged) = (0L, new List<string>());
        var (hashes, copied) = (new FileHashCache(clock), new HashSet<string>(StringComparer.Ordinal));
        foreach (var backup in backups.List().Reverse())
        {
            using var folderLock = await folder.LockAsync(cancel); // released after each copy, so that new backups can be made in between
            if (!File.Exists(backup.Path))
                continue; // removed a moment ago
            try
            {
                await BackupService.CheckAndReadManifestAsync(backup, hashes, cancel);
            }
            catch (BackupException damage)
            {
                damaged.Add(damage.Message);
                continue;
            }

            // The manifest is copied last, because a copy without a manifest does not count as a backup.
            string[] files = [.. ContentsOf(backup), backup.Path, backup.Path + BackupManifest.Extension];
            foreach (var path in files.Where(copied.Add))
                bytes += await CopyAsync(store, path, cancel);
        }

        return (bytes, damaged.Count == 0 ? null : string.Join("; ", damaged));
    }

    private static IEnumerable<string> ContentsOf(StoredBackup backup) =>
        backup.Source is DataBackup data ? data.ContentPathsOf(backup.Path) : [];

    // Skips a file that the bucket already has under the same name with the same content.
    private async Task<long> CopyAsync(IObjectStore store, string path, CancellationToken cancel)
    {
        var key = Prefix + Path.GetRelativePath(folder.Root, path).Replace('\\', '/');
        var hashes = await ContentHashes.ComputeAsync(path, cancel);
        if (await store.FindAsync(key, cancel) is { } stored && hashes.Matches(stored))
            return 0;
        await store.UploadAsync(key, path, new Dictionary<string, string>(), cancel);
        return hashes.Size;
    }

    [LoggerMessage(LogLevel.Error, "the backups could not be copied to the bucket")]
    private partial void LogFailed(Exception failure);
}
