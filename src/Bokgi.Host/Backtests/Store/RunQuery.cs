namespace Bokgi.Host.Backtests.Store;

/// <summary>Which runs are wanted, and in what order; null fields do not narrow.</summary>
internal sealed record RunQuery
{
    public const int StandardLimit = 10;
    public const int MaximumLimit = 100;

    public string? Strategy { get; init; }

    /// <summary>A symbol of the run, in its canonical spelling.</summary>
    public string? Symbol { get; init; }

    /// <summary>The timeframe's canonical name.</summary>
    public string? Timeframe { get; init; }
    public string? Tag { get; init; }

    /// <summary>Words that each stand in the description, a tag, the strategy or a symbol; letter case does not matter.</summary>
    public string? Text { get; init; }

    /// <summary>Least total return, a fraction; a run without one is left out.</summary>
    public double? MinReturn { get; init; }
    public double? MaxReturn { get; init; }
    public int? MinTrades { get; init; }
    public int? MaxTrades { get; init; }

    /// <summary>Earliest time of creation, microseconds UTC, included.</summary>
    public long? FromUtc { get; init; }

    /// <summary>End of the times of creation, microseconds UTC, excluded.</summary>
    public long? ToUtc { get; init; }
    public string? Status { get; init; }

    /// <summary>A name of <see cref="RunOrder.Names"/>.</summary>
    public string Sort { get; init; } = "created_at";
    public bool IsDescending { get; init; } = true;

    /// <summary>Most items given, 1 to <see cref="MaximumLimit"/>.</summary>
    public int Limit { get; init; } = StandardLimit;
    public int Offset { get; init; }
}
