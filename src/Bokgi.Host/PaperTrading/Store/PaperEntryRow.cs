using Bokgi.Host.PaperTrading.Simulation;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>An entry of a session's log, the authoritative record of the candles it saw and the commands it executed.</summary>
internal sealed class PaperEntryRow
{
    public long SessionNumber { get; init; }

    /// <summary>From 0, without gaps.</summary>
    public required long Sequence { get; init; }
    public required LogEntryKind Kind { get; init; }

    /// <summary>For bars, their open time; for other entries, the time up to which bars had been stepped. Microseconds UTC.</summary>
    public required long TimeUtc { get; init; }
    public string? Symbol { get; init; }
    public string? PositionId { get; init; }

    /// <summary>The candles, encoded by <see cref="LogEntryCandles"/>.</summary>
    public byte[]? Data { get; init; }

    /// <summary>After the entry, quote currency.</summary>
    public required double Equity { get; init; }

    /// <summary>By this machine's clock, microseconds UTC.</summary>
    public required long CreatedUtc { get; init; }
}
