namespace Bokgi.Host.Backtests.Store;

/// <summary>Which files a run has, as its row tells.</summary>
internal sealed record KeptFiles
{
    /// <summary>The run's number in the database.</summary>
    public required long Number { get; init; }

    public required string RunId { get; init; }

    /// <summary>The folder of its files, relative to the store of artifacts.</summary>
    public required string Folder { get; init; }

    /// <summary>What they hash to, as JSON; null for a run of a version that kept no hashes.</summary>
    public required string? FileHashes { get; init; }

    public static KeptFiles Of(RunRow row) =>
        new()
        {
            Number = row.Number,
            RunId = row.RunId,
            Folder = row.ArtifactFolder,
            FileHashes = row.Document!.FileHashes,
        };
}
