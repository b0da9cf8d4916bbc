namespace Bokgi.Trading;

/// <summary>Why a position was sold. Values are persisted: add new ones, never renumber.</summary>
public enum ExitReason
{
    /// <summary>The strategy's holding period ended.</summary>
    Hold = 0,

    /// <summary>The price fell to the stop.</summary>
    StopLoss = 1,

    /// <summary>The price rose to the take-profit target.</summary>
    TakeProfit = 2,

    /// <summary>The price fell to the trailing stop.</summary>
    TrailingStop = 3,

    /// <summary>The candles ended; the position was sold at the last close.</summary>
    EndOfData = 4,

    /// <summary>A person closed the position.</summary>
    ByHand = 5,

    /// <summary>The paper session that held the position ended.</summary>
    SessionEnd = 6,
}
