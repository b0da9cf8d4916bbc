namespace Bokgi.Trading;

/// <summary>Whether an order buys or sells. Values are persisted: add new ones, never renumber.</summary>
public enum OrderSide
{
    /// <summary>A purchase.</summary>
    Buy = 0,

    /// <summary>A sale.</summary>
    Sell = 1,
}
