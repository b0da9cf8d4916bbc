namespace Bokgi.Host.Runs.Store;

/// <summary>The files of a run as its row tells: their folder in the store, and their hashes as JSON, null if it has none.</summary>
internal sealed record RunFiles(long Number, string RunId, string Folder, string? FileHashes)
{
    public static RunFiles Of(RunRow row) => new(row.Number, row.RunId, row.ArtifactFolder, row.Document!.FileHashes);
}
