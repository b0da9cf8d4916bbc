using System.Text;

namespace Bokgi.Host.Backups;

/// <summary>
/// Describes a backup, in the file <c>FILE.manifest.json</c> beside it. The manifest is written last, after the backup was restored into a
/// scratch place and compared with what was saved. So a file without a manifest is not a finished backup.
/// </summary>
/// <param name="Kind">What the backup contains.</param>
/// <param name="File">The file, relative to BACKUP_ROOT.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="Version">The version of bokgi that made it.</param>
/// <param name="Migration">For a database, the newest migration of its schema.</param>
/// <param name="Size">The size of the backup in bytes, including the candle files that it refers to.</param>
/// <param name="Sha256">The hash of the file, hexadecimal.</param>
/// <param name="Items">The content of the backup.</param>
internal sealed record BackupManifest(
    BackupKind Kind,
    string File,
    string CreatedAt,
    string Version,
    string? Migration,
    long Size,
    string Sha256,
    IReadOnlyList<BackupItem> Items
)
{
    public const string Extension = ".manifest.json";

    private const string ItemsName = "items"; // the last property, so that TryReadHead can stop there
    private const int MaximumHeadBytes = 4_096;

    /// <exception cref="BackupException">There is no manifest, or it cannot be read.</exception>
    public static BackupManifest Read(string backupPath)
    {
        var name = Path.GetFileName(backupPath);
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(System.IO.File.ReadAllBytes(backupPath + Extension), JsonFormat.Indented)
                ?? throw new JsonException("null");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BackupException(
                $"{name} has no manifest beside it, so it is unfinished or not a backup; choose one that 'bokgi backup stats' lists"
            );
        }
        catch (JsonException damage)
        {
            throw new BackupException($"the manifest of {name} is damaged; choose another backup", damage);
        }
    }

    /// <summary>Reads a manifest without its items, which may be many; null if it is damaged.</summary>
    public static BackupManifest? TryReadHead(string backupPath)
    {
        var head = new byte[MaximumHeadBytes];
        int length;
        try
        {
            using var file = System.IO.File.OpenRead(backupPath + Extension);
            length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }
        catch (IOException)
        {
            return null; // removed a moment ago
        }

        var text = Encoding.UTF8.GetString(head, 0, length);
        var end = text.IndexOf($"\"{ItemsName}\"", StringComparison.Ordinal);
        try
        {
            return end < 0 ? null : JsonSerializer.Deserialize<BackupManifest>($"{text[..end]}\"{ItemsName}\": []}}", JsonFormat.Indented);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(string backupPath) =>
        OutputFile.WriteProgramFile(
            backupPath + Extension,
            stream =>
            {
                JsonSerializer.Serialize(stream, this, JsonFormat.Indented);
                stream.Flush(flushToDisk: true);
            }
        );
}
