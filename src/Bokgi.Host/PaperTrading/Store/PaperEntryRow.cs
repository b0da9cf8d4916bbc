using Bokgi.Host.PaperTrading.Simulation;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>
/// An entry of a session's log: candles that the session processed, or a command that it executed. The log is the authoritative record of
/// the session.
/// </summary>
internal sealed class PaperEntryRow
{
    public long SessionNumber { get; init; }

    /// <summary>From 0, without gaps.</summary>
    public required long Sequence { get; init; }
    public required LogEntryKind Kind { get; init; }

    /// <summary>
    /// Microseconds UTC. For <see cref="LogEntryKind.Bars"/>, their open time; for any other entry, the time up to which bars had been
    /// processed, 0 if none had been.
    /// </summary>
    public required long TimeUtc { get; init; }

    /// <summary>The market that the entry concerns; null if the entry concerns several.</summary>
    public string? Symbol { get; init; }

    /// <summary>The position to close; null unless the entry is a command to close one.</summary>
    public string? PositionId { get; init; }

    /// <summary>The candles, encoded by <see cref="LogEntryCandles"/>; null for commands.</summary>
    public byte[]? Data { get; init; }

    /// <summary>The session's equity after the entry, quote currency.</summary>
    public required double Equity { get; init; }
    public required long CreatedUtc { get; init; }
}
