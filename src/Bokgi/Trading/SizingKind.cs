namespace Bokgi.Trading;

/// <summary>What decides how much is bought. Values are persisted: they only grow.</summary>
public enum SizingKind
{
    /// <summary>A fraction of the pair's equity at the fill.</summary>
    EquityFraction = 0,

    /// <summary>An amount of quote currency, costs included.</summary>
    QuoteAmount = 1,

    /// <summary>A quantity of base currency.</summary>
    BaseQuantity = 2,
}
