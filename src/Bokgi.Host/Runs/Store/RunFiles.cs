namespace Bokgi.Host.Runs.Store;

/// <summary>The files of a run according to its row.</summary>
internal sealed record RunFiles
{
    /// <summary>The run's number in the database.</summary>
    public required long Number { get; init; }

    public required string RunId { get; init; }

    /// <summary>The folder of its files, relative to the artifact store.</summary>
    public required string Folder { get; init; }

    /// <summary>The hashes of the files as JSON; null for a run of a version that stored none.</summary>
    public required string? FileHashes { get; init; }

    public static RunFiles Of(RunRow row) =>
        new()
        {
            Number = row.Number,
            RunId = row.RunId,
            Folder = row.ArtifactFolder,
            FileHashes = row.Document!.FileHashes,
        };
}
