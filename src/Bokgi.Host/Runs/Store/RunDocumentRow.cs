namespace Bokgi.Host.Runs.Store;

/// <summary>The document of a run, stored apart from <see cref="RunRow"/> so that queries of the history do not read it.</summary>
internal sealed class RunDocumentRow
{
    public long RunNumber { get; init; }

    /// <summary>The run's document as JSON, as it was when the run was stored; never changed.</summary>
    public required string Json { get; init; }

    /// <summary>The totals over the active symbols as JSON if symbols are deactivated; otherwise null.</summary>
    public string? ActiveTotals { get; set; }

    /// <summary>The hashes of the run's files as JSON; null for a run of an earlier version until its files are first read.</summary>
    public string? FileHashes { get; set; }
}
