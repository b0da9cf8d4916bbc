using System.Security.Cryptography;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Backups.Sources;

/// <summary>
/// Backs up the candle lake. A backup is a list of the lake's files with their hashes, in the format of <c>sha256sum</c>. The content of a
/// file is stored once, under its hash, and all backups that list this hash share it. Writers of the lake replace whole files, so a file
/// that is open never changes while it is copied.
/// </summary>
internal sealed class DataBackup(HostSettings settings, BackupFolder folder, TimeProvider clock) : IBackupSource
{
    // A file beside the Parquet files of a series: the ranges that were collected from an exchange.
    private const string RecordName = ".collected.json";
    private const int HashLength = 64; // hexadecimal digits; two spaces separate the hash from the name

    private static readonly string[] FilePatterns = ["*.parquet", RecordName];

    public BackupKind Kind => BackupKind.Data;

    public BackupNaming Naming { get; } = new("data", "data", ".sha256");

    public string? NotConfiguredReason => Directory.Exists(LakeFolder) ? null : $"there is no candle lake in DATA_ROOT {settings.DataRoot}";

    private string LakeFolder => Path.GetFullPath(settings.DataRoot);

    // The copies of the lake's files, each named by its hash.
    private string ContentFolder => folder.PathOf("data/files");

    public async Task<IReadOnlyList<BackupItem>> SaveAsync(string path, CancellationToken cancel)
    {
        var items = new List<BackupItem>();
        var hashes = new FileHashCache(clock);
        foreach (var file in EnumerateLakeFiles())
        {
            if (await StoreAsync(file, hashes, cancel) is { } item)
                items.Add(item);
        }

        await using var list = new FileStream(path, FileMode.Create);
        await using (var writer = new StreamWriter(list, leaveOpen: true) { NewLine = "\n" })
        {
            foreach (var item in items)
                await writer.WriteLineAsync($"{item.Hash}  {item.Name}");
        }

        list.Flush(flushToDisk: true);
        return items;
    }

    // Creates links to the stored contents instead of copies, so that verifying needs no disk space for a second lake.
    public async Task<IReadOnlyList<BackupItem>> RestoreToScratchAsync(string path, string scratch, CancellationToken cancel)
    {
        var items = new List<BackupItem>();
        foreach (var (hash, name) in ReadList(path).ToList())
        {
            var file = Path.Combine(scratch, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.CreateSymbolicLink(file, PathOf(hash));
            items.Add(await DescribeAsync(file, name, cancel));
        }

        return items;
    }

    public string? FindDamage(string path, FileHashCache hashes)
    {
        foreach (var (hash, name) in ReadList(path))
        {
            var found = hashes.Sha256Of(PathOf(hash));
            if (found != hash)
                return found is null
                    ? $"{Path.GetFileName(path)} is incomplete: the copy of {name} is missing"
                    : $"{Path.GetFileName(path)} is damaged: the copy of {name} was altered";
        }

        return null;
    }

    public Task<bool> HasLiveDataAsync(CancellationToken cancel) =>
        Task.FromResult(Directory.Exists(LakeFolder) && EnumerateLakeFiles().Any());

    public async Task<IReadOnlyList<BackupItem>> RestoreAsync(string path, CancellationToken cancel)
    {
        var files = ReadList(path).ToList();
        foreach (var seriesFolder in files.Select(file => Path.GetDirectoryName(file.Name)!).Distinct())
        {
            // Deletes the lake's record of collected ranges if the backup has none, because the record may list ranges whose candles the
            // backup does not have.
            var record = Path.Combine(LakeFolder, seriesFolder, RecordName);
            if (!files.Exists(file => file.Name == $"{seriesFolder}/{RecordName}") && File.Exists(record))
                File.Delete(record);
        }

        var items = new List<BackupItem>();
        foreach (var (hash, name) in files)
        {
            var file = Path.Combine(LakeFolder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await using (var content = File.OpenRead(PathOf(hash)))
                await WriteAsync(content, file, cancel);
            items.Add(await DescribeAsync(file, name, cancel));
        }

        return items;
    }

    /// <summary>The paths of the stored contents that a backup refers to.</summary>
    public IEnumerable<string> ContentPathsOf(string path) => ReadList(path).Select(entry => PathOf(entry.Hash)).Distinct();

    /// <summary>Deletes stored contents that none of the remaining backups refers to.</summary>
    /// <param name="remainingBackups">The paths of all backups that are kept.</param>
    /// <returns>The number of contents deleted.</returns>
    public int DeleteUnusedContents(IEnumerable<string> remainingBackups)
    {
        if (!Directory.Exists(ContentFolder))
            return 0;
        var used = remainingBackups.SelectMany(ContentPathsOf).ToHashSet(StringComparer.Ordinal);
        var unused = Directory.EnumerateFiles(ContentFolder, "*", SearchOption.AllDirectories).Where(path => !used.Contains(path)).ToList();
        foreach (var path in unused)
            File.Delete(path);
        return unused.Count;
    }

    private string PathOf(string hash) => Path.Combine(ContentFolder, hash[..2], hash);

    private IEnumerable<string> EnumerateLakeFiles()
    {
        foreach (var symbolFolder in Directory.EnumerateDirectories(LakeFolder).Order(StringComparer.Ordinal))
        {
            if (!Symbol.TryParse(Path.GetFileName(symbolFolder), out _, out _))
                continue;
            foreach (
                var seriesFolder in Timeframe.All.Select(timeframe => Path.Combine(symbolFolder, timeframe.Name)).Where(Directory.Exists)
            )
            {
                foreach (
                    var path in FilePatterns
                        .SelectMany(pattern => Directory.EnumerateFiles(seriesFolder, pattern))
                        .Order(StringComparer.Ordinal)
                )
                    yield return path;
            }
        }
    }

    // Stores the content of a file unless it is stored already. Null if the file was deleted after it was listed.
    private async Task<BackupItem?> StoreAsync(string path, FileHashCache hashes, CancellationToken cancel)
    {
        try
        {
            await using var content = new FileStream(
                path,
                new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan }
            );
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
            var copy = PathOf(hash);
            if (hashes.Sha256Of(copy) != hash)
            {
                content.Position = 0;
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                await WriteAsync(content, copy, cancel);
            }

            return new BackupItem(Path.GetRelativePath(LakeFolder, path).Replace('\\', '/'), content.Length, hash);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static IEnumerable<(string Hash, string Name)> ReadList(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            var isEntry = line.Length > HashLength + 2 && line.Take(HashLength).All(char.IsAsciiHexDigitLower);
            var name = isEntry ? line[(HashLength + 2)..] : string.Empty;
            if (!isEntry || name.Split('/').Contains("..") || Path.IsPathRooted(name))
                throw new BackupException(
                    $"{Path.GetFileName(path)} is damaged: it is not a list of hashes and files; choose another backup"
                );
            yield return (line[..HashLength], name);
        }
    }

    private static async Task<BackupItem> DescribeAsync(string file, string name, CancellationToken cancel)
    {
        await using var content = File.OpenRead(file);
        return new BackupItem(name, content.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel)));
    }

    private static async Task WriteAsync(Stream content, string destination, CancellationToken cancel)
    {
        // The dot hides the file: if this process is killed, the lake ignores the leftover file, and the next writer to the lake removes it.
        var temporary = Path.Combine(
            Path.GetDirectoryName(destination)!,
            $".{Path.GetFileName(destination)}{BackupFolder.TemporaryExtension}"
        );
        await using (var file = new FileStream(temporary, FileMode.Create))
        {
            await content.CopyToAsync(file, cancel);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, destination, overwrite: true);
    }
}
