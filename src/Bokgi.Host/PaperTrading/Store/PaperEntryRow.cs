namespace Bokgi.Host.PaperTrading.Store;

/// <summary>An entry of a session's log, which is the truth of what it saw and was told.</summary>
internal sealed class PaperEntryRow
{
    public long SessionNumber { get; init; }

    /// <summary>From 0, without holes.</summary>
    public required long Sequence { get; init; }

    public required EntryKind Kind { get; init; }

    /// <summary>Open of its bars; else up to when bars were stepped before it. Microseconds UTC.</summary>
    public required long TimeUtc { get; init; }

    /// <summary>The symbol, of entries that are of one.</summary>
    public string? Symbol { get; init; }

    /// <summary>The position that was closed by hand.</summary>
    public string? PositionId { get; init; }

    /// <summary>Candles; see <see cref="EntryData"/>.</summary>
    public byte[]? Data { get; init; }

    /// <summary>The session's equity after it, quote currency.</summary>
    public required double Equity { get; init; }

    /// <summary>When it was kept, by this machine's clock, microseconds UTC.</summary>
    public required long CreatedUtc { get; init; }
}
