namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>What came of replaying a session through the backtester.</summary>
internal sealed record VerificationDocument
{
    public required string SessionId { get; init; }

    public required string VerifiedAt { get; init; }

    /// <summary>Whether there is no difference at all.</summary>
    public required bool IsClean { get; init; }

    /// <summary>Entries of the session's log that were replayed.</summary>
    public required long Entries { get; init; }

    /// <summary>Live bars that were replayed, of all symbols.</summary>
    public required long Bars { get; init; }

    /// <summary>Signals of the replay.</summary>
    public required int Signals { get; init; }

    /// <summary>Closed trades of the replay.</summary>
    public required int Trades { get; init; }

    /// <summary>Up to when the session's candles were compared with the exchange's; null when it could not be asked.</summary>
    public required string? CandlesCheckedUntil { get; init; }

    /// <summary>Why candles could not be compared; null when they were.</summary>
    public required string? CandlesUnchecked { get; init; }

    /// <summary>How many differences there are of each kind.</summary>
    public required IReadOnlyDictionary<string, int> Counts { get; init; }

    /// <summary>The differences, the first thousand of them.</summary>
    public required IReadOnlyList<Difference> Differences { get; init; }
}
