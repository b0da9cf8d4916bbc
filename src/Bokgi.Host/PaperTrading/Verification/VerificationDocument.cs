using System.Text.Json.Serialization;
using Bokgi.Host.PaperTrading.Store;

namespace Bokgi.Host.PaperTrading.Verification;

/// <summary>The result of replaying a session through the backtester.</summary>
internal sealed record VerificationDocument
{
    public required string SessionId { get; init; }
    public required string VerifiedAt { get; init; }

    /// <summary>Whether no difference was found.</summary>
    public required bool IsClean { get; init; }

    /// <summary>Number of entries of the session's log that were replayed.</summary>
    public required long Entries { get; init; }

    /// <summary>Number of live bars that were replayed, over all symbols.</summary>
    public required long Bars { get; init; }

    /// <summary>Number of signals in the replay.</summary>
    public required int Signals { get; init; }

    /// <summary>Number of closed trades in the replay.</summary>
    public required int Trades { get; init; }

    /// <summary>The time up to which the session's candles were compared with the exchange's; null if none were compared yet.</summary>
    public required string? CandlesCheckedUntil { get; init; }

    /// <summary>Why candles could not be compared; null if all were compared, or if the session has no bars yet.</summary>
    [JsonPropertyName("candles_unchecked")]
    public required string? CandleCheckError { get; init; }

    /// <summary>Number of differences of each kind.</summary>
    public required IReadOnlyDictionary<string, int> Counts { get; init; }

    /// <summary>The first thousand differences of each kind.</summary>
    public required IReadOnlyList<Difference> Differences { get; init; }

    /// <summary>A session's last verification; null before the first.</summary>
    public static VerificationDocument? Of(PaperSessionRow row) =>
        row.Verification is null ? null : JsonSerializer.Deserialize<VerificationDocument>(row.Verification, JsonFormat.Compact);
}
