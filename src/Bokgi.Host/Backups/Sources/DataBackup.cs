using System.Security.Cryptography;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Backups.Sources;

/// <summary>
/// The candle lake. A backup is a list of files with their hashes, in the format of <c>sha256sum</c>. All backups share the contents of
/// the files, each of which is stored once under its hash. Writers replace whole files, so an open file never changes while it is copied.
/// </summary>
internal sealed class DataBackup(HostSettings settings, BackupFolder folder, TimeProvider clock) : IBackupSource
{
    private const string RecordName = ".collected.json"; // which ranges of a series were collected, beside its year files
    private const int HashLength = 64; // hexadecimal digits; two spaces separate the hash from the name

    private static readonly string[] FilePatterns = ["*.parquet", RecordName];

    public BackupKind Kind => BackupKind.Data;

    public BackupName Name { get; } = new("data", "data", ".sha256");

    public string? NotConfigured => Directory.Exists(Lake) ? null : $"there is no candle lake in DATA_ROOT {settings.DataRoot}";

    private string Lake => Path.GetFullPath(settings.DataRoot);

    private string Contents => folder.PathOf("data/files");

    public async Task<IReadOnlyList<BackupItem>> SaveAsync(string path, CancellationToken cancel)
    {
        var items = new List<BackupItem>();
        var hashes = new FileHashCache(clock);
        foreach (var file in Files())
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

    // Creates links instead of copies, so that a lake of any size can be verified.
    public async Task<IReadOnlyList<BackupItem>> TryOutAsync(string path, string scratch, CancellationToken cancel)
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

    public Task<bool> HasContentAsync(CancellationToken cancel) => Task.FromResult(Directory.Exists(Lake) && Files().Any());

    public async Task<IReadOnlyList<BackupItem>> RestoreAsync(string path, CancellationToken cancel)
    {
        var files = ReadList(path).ToList();
        foreach (var folder in files.Select(file => Path.GetDirectoryName(file.Name)!).Distinct())
        {
            // Deletes the lake's record of collected ranges if the backup has none, because the record may list ranges whose candles the
            // backup does not have.
            var record = Path.Combine(Lake, folder, RecordName);
            if (!files.Exists(file => file.Name == $"{folder}/{RecordName}") && File.Exists(record))
                File.Delete(record);
        }

        var items = new List<BackupItem>();
        foreach (var (hash, name) in files)
        {
            var file = Path.Combine(Lake, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await using (var content = File.OpenRead(PathOf(hash)))
                await WriteAsync(content, file, cancel);
            items.Add(await DescribeAsync(file, name, cancel));
        }

        return items;
    }

    /// <summary>The stored contents that a backup refers to.</summary>
    public IEnumerable<string> ContentsOf(string path) => ReadList(path).Select(entry => PathOf(entry.Hash)).Distinct();

    /// <summary>Deletes contents that none of the remaining backups refers to.</summary>
    public int RemoveUnused(IEnumerable<string> remaining)
    {
        if (!Directory.Exists(Contents))
            return 0;
        var used = remaining.SelectMany(ContentsOf).ToHashSet(StringComparer.Ordinal);
        var unused = Directory.EnumerateFiles(Contents, "*", SearchOption.AllDirectories).Where(path => !used.Contains(path)).ToList();
        foreach (var path in unused)
            File.Delete(path);
        return unused.Count;
    }

    private string PathOf(string hash) => Path.Combine(Contents, hash[..2], hash);

    private IEnumerable<string> Files()
    {
        foreach (var symbol in Directory.EnumerateDirectories(Lake).Order(StringComparer.Ordinal))
        {
            if (!Symbol.TryParse(Path.GetFileName(symbol), out _, out _))
                continue;
            foreach (var timeframe in Timeframe.All.Select(each => Path.Combine(symbol, each.Name)).Where(Directory.Exists))
            {
                foreach (
                    var path in FilePatterns
                        .SelectMany(pattern => Directory.EnumerateFiles(timeframe, pattern))
                        .Order(StringComparer.Ordinal)
                )
                    yield return path;
            }
        }
    }

    // Null if the file was deleted a moment ago.
    private async Task<BackupItem?> StoreAsync(string path, FileHashCache hashes, CancellationToken cancel)
    {
        try
        {
            await using var content = new FileStream(
                path,
                new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan }
            );
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
            var place = PathOf(hash);
            if (hashes.Sha256Of(place) != hash)
            {
                content.Position = 0;
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                await WriteAsync(content, place, cancel);
            }

            return new BackupItem(Path.GetRelativePath(Lake, path).Replace('\\', '/'), content.Length, hash);
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

    private static async Task WriteAsync(Stream content, string place, CancellationToken cancel)
    {
        // Hidden, so that the lake ignores what a killed process leaves, and its next writer removes it.
        var temporary = Path.Combine(Path.GetDirectoryName(place)!, $".{Path.GetFileName(place)}{BackupFolder.TemporaryExtension}");
        await using (var file = new FileStream(temporary, FileMode.Create))
        {
            await content.CopyToAsync(file, cancel);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, place, overwrite: true);
    }
}
