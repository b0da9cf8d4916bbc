namespace Bokgi.Host.Backups;

/// <summary>
/// The file names of one kind of backup, such as <c>postgresql/backup_20261130_000000.sql.gz</c>. The stamp between prefix and extension is
/// the time in UTC.
/// </summary>
internal sealed record BackupNaming(string Folder, string Prefix, string Extension)
{
    private const string StampFormat = "yyyyMMdd_HHmmss";

    public static string StampOf(DateTimeOffset time) => time.UtcDateTime.ToString(StampFormat, CultureInfo.InvariantCulture);

    public string RelativePathFor(string stamp) => $"{Folder}/{Prefix}_{stamp}{Extension}";

    /// <summary>The time in a file's name; null if the file is not of this kind.</summary>
    public DateTime? TimeOf(string fileName) =>
        fileName.StartsWith(Prefix + "_", StringComparison.Ordinal)
        && fileName.EndsWith(Extension, StringComparison.Ordinal)
        && fileName.Length == Prefix.Length + 1 + StampFormat.Length + Extension.Length
        && DateTime.TryParseExact(
            fileName.AsSpan(Prefix.Length + 1, StampFormat.Length),
            StampFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;
}
