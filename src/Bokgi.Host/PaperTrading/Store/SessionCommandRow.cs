namespace Bokgi.Host.PaperTrading.Store;

/// <summary>What somebody asks of a session, until its owner has done it; then the log tells.</summary>
internal sealed class SessionCommandRow
{
    public long Number { get; init; }

    public required long SessionNumber { get; init; }

    /// <summary>The entry of the log that it becomes.</summary>
    public required EntryKind Kind { get; init; }

    public string? Symbol { get; init; }

    public string? PositionId { get; init; }

    public bool IsDone { get; init; }

    /// <summary>Why it was not done; null where it was.</summary>
    public string? Refusal { get; init; }

    /// <summary>Microseconds UTC.</summary>
    public required long CreatedUtc { get; init; }
}
