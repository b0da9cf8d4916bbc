using Bokgi.Host.PaperTrading.Simulation;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>An entry of a session's log, the authoritative record of the candles it saw and the commands it executed.</summary>
internal sealed class PaperEntryRow
{
    public long SessionNumber { get; init; }

    /// <summary>From 0, without gaps.</summary>
    public required long Sequence { get; init; }
    public required LogEntryKind Kind { get; init; }

    /// <summary>For bars, their open time; for other entries, the time up to which bars had been stepped.</summary>
    public required long TimeUtc { get; init; }
    public string? Symbol { get; init; }
    public string? PositionId { get; init; }
    public byte[]? Data { get; init; }
    public required double Equity { get; init; }
    public required long CreatedUtc { get; init; }
}
