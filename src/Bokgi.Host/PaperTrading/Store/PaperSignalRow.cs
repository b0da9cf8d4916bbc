using Bokgi.Host.PaperTrading.Simulation;

namespace Bokgi.Host.PaperTrading.Store;

/// <summary>A signal that a strategy gave during a session.</summary>
internal sealed class PaperSignalRow
{
    public long Number { get; init; }
    public long SessionNumber { get; init; }
    public required string Symbol { get; init; }
    public required string Strategy { get; init; }

    /// <summary>Open time of the signal's bar, microseconds UTC.</summary>
    public required long BarUtc { get; init; }

    /// <summary>Close of that bar, quote currency.</summary>
    public required double Price { get; init; }
    public required double Confidence { get; init; }

    /// <summary>Whether the session placed an order for the signal.</summary>
    public required bool IsOrder { get; init; }

    /// <summary>Whether the signal's bar was late: fetched only after the next bar had closed.</summary>
    public required bool IsLate { get; init; }

    public static PaperSignalRow Of(long sessionNumber, SessionEvent.Signalled signal) =>
        new()
        {
            SessionNumber = sessionNumber,
            Symbol = signal.Pair.Symbol.Code,
            Strategy = signal.Pair.Strategy.Name,
            BarUtc = signal.BarUtc,
            Price = signal.Signal.Price,
            Confidence = signal.Signal.Confidence,
            IsOrder = signal.IsOrder,
            IsLate = signal.IsLate,
        };
}
