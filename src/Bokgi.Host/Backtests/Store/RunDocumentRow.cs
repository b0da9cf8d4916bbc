namespace Bokgi.Host.Backtests.Store;

/// <summary>A run as it was answered when it was made, apart from the rows that the history walks through.</summary>
internal sealed class RunDocumentRow
{
    public long RunNumber { get; init; }

    /// <summary>The document as JSON; never changed.</summary>
    public required string Json { get; init; }

    /// <summary>The totals over the active symbols as JSON, when symbols were switched off; else null.</summary>
    public string? ActiveTotals { get; set; }

    /// <summary>What the run's files hash to, as JSON; null for a run of a version that kept no hashes, until it is first read.</summary>
    public string? FileHashes { get; set; }
}
