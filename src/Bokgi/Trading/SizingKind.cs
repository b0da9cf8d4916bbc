namespace Bokgi.Trading;

/// <summary>How the order size is determined. Values are persisted: add new ones, never renumber.</summary>
public enum SizingKind
{
    /// <summary>A fraction of the account's equity at the time of the fill.</summary>
    EquityFraction = 0,

    /// <summary>An amount of quote currency, including costs.</summary>
    QuoteAmount = 1,

    /// <summary>A quantity of base currency.</summary>
    BaseQuantity = 2,
}
