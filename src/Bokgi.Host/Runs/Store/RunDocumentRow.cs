namespace Bokgi.Host.Runs.Store;

/// <summary>The document of a run as it was made, kept apart from the rows that history queries scan.</summary>
internal sealed class RunDocumentRow
{
    public long RunNumber { get; init; }

    /// <summary>The document as JSON; never changed.</summary>
    public required string Json { get; init; }

    /// <summary>The totals over the active symbols as JSON if symbols are deactivated; otherwise null.</summary>
    public string? ActiveTotals { get; set; }

    /// <summary>The hashes of the run's files as JSON; null for a run of an earlier version until its files are first read.</summary>
    public string? FileHashes { get; set; }
}
