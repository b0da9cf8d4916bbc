namespace Bokgi.Host.Runs.Store;

/// <summary>
/// The files of a run according to its row: their folder and their hashes as JSON; the hashes are null for a run of an earlier version
/// until its files are first read.
/// </summary>
internal sealed record RunFiles(long Number, string RunId, string Folder, string? FileHashes)
{
    public static RunFiles Of(RunRow row) => new(row.Number, row.RunId, row.ArtifactFolder, row.Document!.FileHashes);
}
