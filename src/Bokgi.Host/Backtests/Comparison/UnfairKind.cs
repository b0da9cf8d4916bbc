namespace Bokgi.Host.Backtests.Comparison;

/// <summary>What can make a comparison unfair.</summary>
internal enum UnfairKind
{
    /// <summary>The runs trade different markets.</summary>
    Symbols,

    /// <summary>Their first or last bars lie apart.</summary>
    Range,

    /// <summary>Their candles are of different lengths.</summary>
    Timeframe,

    /// <summary>The same candles were asked for and have changed from one run to the other.</summary>
    Candles,

    /// <summary>They pay different fees or slippage.</summary>
    Costs,

    /// <summary>They fill orders at different prices.</summary>
    Execution,

    /// <summary>They begin with different cash and buy for fixed amounts.</summary>
    Cash,

    /// <summary>They were made by different versions of the engine.</summary>
    Engine,
}
