namespace Bokgi.Host.Runs.Store;

/// <summary>The files of a run according to its row: their folder, and their hashes as JSON, null if they are not stored yet.</summary>
internal sealed record RunFiles(long Number, string RunId, string Folder, string? FileHashes)
{
    public static RunFiles Of(RunRow row) => new(row.Number, row.RunId, row.ArtifactFolder, row.Document!.FileHashes);
}
