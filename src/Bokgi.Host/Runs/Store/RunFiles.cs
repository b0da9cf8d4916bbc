namespace Bokgi.Host.Runs.Store;

/// <summary>The files of a run according to its row.</summary>
/// <param name="Number">The run's number in the database.</param>
/// <param name="RunId">The run.</param>
/// <param name="Folder">The folder of its files, relative to the artifact store.</param>
/// <param name="FileHashes">The hashes of the files as JSON; null for a run of a version that stored none.</param>
internal sealed record RunFiles(long Number, string RunId, string Folder, string? FileHashes)
{
    public static RunFiles Of(RunRow row) => new(row.Number, row.RunId, row.ArtifactFolder, row.Document!.FileHashes);
}
