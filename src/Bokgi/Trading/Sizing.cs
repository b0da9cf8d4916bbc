namespace Bokgi.Trading;

/// <summary>How much to buy; never more than the available cash can pay for.</summary>
/// <param name="Kind">What <paramref name="Value"/> means.</param>
/// <param name="Value">A fraction above 0 up to 1, or an amount or quantity above 0.</param>
public readonly record struct Sizing(SizingKind Kind, double Value)
{
    /// <summary>The whole equity.</summary>
    public static Sizing AllEquity { get; } = new(SizingKind.EquityFraction, 1);

    /// <summary>Whether the value is valid for the kind.</summary>
    public bool IsAllowed => double.IsFinite(Value) && Value > 0 && (Kind != SizingKind.EquityFraction || Value <= 1);

    /// <summary>The quantity to buy.</summary>
    /// <param name="cash">Available cash, quote currency. It equals the equity, because orders are sized while no position is open.</param>
    /// <param name="unitCost">Price of one unit including its fee, quote currency.</param>
    internal double ComputeQuantity(double cash, double unitCost)
    {
        var affordable = cash / unitCost;
        return Kind switch
        {
            SizingKind.EquityFraction => cash * Value / unitCost,
            SizingKind.QuoteAmount => Math.Min(Value / unitCost, affordable),
            _ => Math.Min(Value, affordable),
        };
    }
}
