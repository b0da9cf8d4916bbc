using Bokgi.Markets;

namespace Bokgi.Trading;

/// <summary>
/// An immutable snapshot of a position in a <see cref="PositionManager"/>'s book. Money is a decimal amount of quote currency.
/// </summary>
public sealed record Position
{
    /// <summary>The position's number in the book, 1 or more, in order of entry.</summary>
    public required long Id { get; init; }

    /// <summary>The market.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The strategy that opened the position; empty if a person did.</summary>
    public required string Strategy { get; init; }

    /// <summary>Quantity, base currency.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Price paid per unit, including slippage.</summary>
    public required decimal EntryPrice { get; init; }

    /// <summary>Amount paid, including the fee.</summary>
    public required decimal EntryCost { get; init; }

    /// <summary>Fee of the purchase.</summary>
    public required decimal EntryFee { get; init; }

    /// <summary>Fee of the sale; 0 while open.</summary>
    public decimal ExitFee { get; init; }

    /// <summary>Fees so far: the entry fee, plus the exit fee once closed.</summary>
    public decimal FeeAmount => EntryFee + ExitFee;

    /// <summary>Cost of slippage so far: quantity times the difference between fill price and requested price.</summary>
    public required decimal SlippageAmount { get; init; }

    /// <summary>Last known price.</summary>
    public required decimal CurrentPrice { get; init; }

    /// <summary>Price received per unit, including slippage; null while open.</summary>
    public decimal? ExitPrice { get; init; }

    /// <summary>Proceeds of the sale after the fee; null while open.</summary>
    public decimal? Proceeds { get; init; }

    /// <summary>Whether the position is still held.</summary>
    public bool IsOpen => Proceeds is null;

    /// <summary>Value at the current price minus the entry cost, without exit costs; 0 once closed.</summary>
    public decimal UnrealizedPnl => IsOpen ? (Quantity * CurrentPrice) - EntryCost : 0;

    /// <summary>Unrealized profit as a fraction of the entry cost: 0.02 is 2 %.</summary>
    public decimal UnrealizedReturn => UnrealizedPnl / EntryCost;

    /// <summary>Proceeds minus entry cost, including all costs; null while open.</summary>
    public decimal? RealizedPnl => Proceeds - EntryCost;

    /// <summary>Realized profit as a fraction of the entry cost; null while open.</summary>
    public decimal? RealizedReturn => RealizedPnl / EntryCost;
}
