namespace Bokgi.Host.Runs.Store;

/// <summary>Filters and order for a list of runs; null fields do not filter.</summary>
internal sealed record RunQuery
{
    public const int DefaultLimit = 10;
    public const int MaximumLimit = 100;

    public string? Strategy { get; init; }

    /// <summary>A symbol of the run, in its canonical spelling.</summary>
    public string? Symbol { get; init; }

    /// <summary>The timeframe's canonical name.</summary>
    public string? Timeframe { get; init; }
    public string? Tag { get; init; }

    /// <summary>Words, each of which must occur in the description, a tag, the strategy or a symbol; case-insensitive.</summary>
    public string? Text { get; init; }

    /// <summary>Minimum total return, a fraction; runs without a return are excluded.</summary>
    public double? MinReturn { get; init; }
    public double? MaxReturn { get; init; }
    public int? MinTrades { get; init; }
    public int? MaxTrades { get; init; }

    /// <summary>Earliest creation time, microseconds UTC, inclusive.</summary>
    public long? FromUtc { get; init; }

    /// <summary>Latest creation time, microseconds UTC, exclusive.</summary>
    public long? ToUtc { get; init; }
    public string? Status { get; init; }

    /// <summary>One of <see cref="RunSortColumn.Names"/>.</summary>
    public string Sort { get; init; } = "created_at";
    public bool IsDescending { get; init; } = true;

    /// <summary>Maximum number of items, 1 to <see cref="MaximumLimit"/>.</summary>
    public int Limit { get; init; } = DefaultLimit;
    public int Offset { get; init; }
}
