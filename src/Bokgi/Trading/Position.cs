using Bokgi.Markets;

namespace Bokgi.Trading;

/// <summary>A position in a <see cref="PositionManager"/>'s book, as it stands. Money is in quote currency and exact.</summary>
public sealed record Position
{
    /// <summary>Its number in the book, from 1.</summary>
    public required long Id { get; init; }

    /// <summary>The market.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The strategy that opened it; empty when it was opened by hand.</summary>
    public required string Strategy { get; init; }

    /// <summary>Base currency held.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Price paid for one unit, slippage included.</summary>
    public required decimal EntryPrice { get; init; }

    /// <summary>What was paid, fee included.</summary>
    public required decimal EntryCost { get; init; }

    /// <summary>Fees so far: of the entry, and of the exit once it is closed.</summary>
    public required decimal FeeAmount { get; init; }

    /// <summary>What slippage cost so far: quantity times the distance of fill and asked price.</summary>
    public required decimal SlippageAmount { get; init; }

    /// <summary>Last price heard of.</summary>
    public required decimal CurrentPrice { get; init; }

    /// <summary>Price received for one unit, slippage included; null while it is open.</summary>
    public decimal? ExitPrice { get; init; }

    /// <summary>What the sale brought, fee taken off; null while it is open.</summary>
    public decimal? Proceeds { get; init; }

    /// <summary>Whether it is still held.</summary>
    public bool IsOpen => Proceeds is null;

    /// <summary>Worth at the current price less the entry cost, without costs of an exit; 0 once it is closed.</summary>
    public decimal UnrealizedPnl => IsOpen ? (Quantity * CurrentPrice) - EntryCost : 0;

    /// <summary>Unrealized profit as a fraction of the entry cost: 0.02 is 2 %.</summary>
    public decimal UnrealizedReturn => UnrealizedPnl / EntryCost;

    /// <summary>Proceeds less entry cost, all costs included; null while it is open.</summary>
    public decimal? RealizedPnl => Proceeds - EntryCost;

    /// <summary>Realized profit as a fraction of the entry cost; null while it is open.</summary>
    public decimal? RealizedReturn => RealizedPnl / EntryCost;
}
