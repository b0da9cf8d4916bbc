namespace Bokgi.Trading;

/// <summary>Whether an order buys or sells. Values are persisted: they only grow.</summary>
public enum OrderSide
{
    /// <summary>It buys.</summary>
    Buy = 0,

    /// <summary>It sells.</summary>
    Sell = 1,
}
