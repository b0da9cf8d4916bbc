namespace Bokgi.Host.Reports.Comparison;

/// <summary>What can make a comparison unfair.</summary>
internal enum UnfairKind
{
    /// <summary>The runs trade different markets.</summary>
    Symbols,

    /// <summary>Their first or last bars are at different times.</summary>
    Range,

    /// <summary>The lengths of their candles differ.</summary>
    Timeframe,

    /// <summary>The runs asked for the same candles, but these changed between the runs.</summary>
    Candles,

    /// <summary>Fees or slippage differ.</summary>
    Costs,

    /// <summary>Orders are filled at different prices.</summary>
    Execution,

    /// <summary>Initial cash differs, and orders have fixed amounts.</summary>
    Cash,

    /// <summary>They were made by different versions of the engine.</summary>
    Engine,
}
