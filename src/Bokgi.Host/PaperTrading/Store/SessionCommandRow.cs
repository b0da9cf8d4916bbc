using Bokgi.Host.PaperTrading.Simulation;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>A user's command to a session, pending until the session's owner executes it and logs it as an entry, or refuses it.</summary>
internal sealed class SessionCommandRow
{
    public long Number { get; init; }
    public required long SessionNumber { get; init; }

    /// <summary>Any kind other than candles; the entry that logs the command has the same kind.</summary>
    public required LogEntryKind Kind { get; init; }
    public string? Symbol { get; init; }
    public string? PositionId { get; init; }

    /// <summary>True once the owner has either executed or refused it.</summary>
    public bool IsDone { get; init; }

    /// <summary>Why it was refused; null if it was not.</summary>
    public string? Refusal { get; init; }
    public required long CreatedUtc { get; init; }
}
