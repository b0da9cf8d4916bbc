namespace Bokgi.Trading;

/// <summary>Why a position was sold. Values are persisted: they only grow.</summary>
public enum ExitReason
{
    /// <summary>It was held as many bars as the strategy asked.</summary>
    Hold = 0,

    /// <summary>The price fell to the stop.</summary>
    StopLoss = 1,

    /// <summary>The price rose to the target.</summary>
    TakeProfit = 2,

    /// <summary>The price fell to the stop that follows the highs.</summary>
    TrailingStop = 3,

    /// <summary>The candles ended; sold at the last close.</summary>
    EndOfData = 4,

    /// <summary>A person closed it.</summary>
    ByHand = 5,

    /// <summary>Its paper session ended.</summary>
    SessionEnd = 6,
}
