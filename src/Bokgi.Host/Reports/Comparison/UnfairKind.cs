namespace Bokgi.Host.Reports.Comparison;

/// <summary>What can make a comparison unfair.</summary>
internal enum UnfairKind
{
    Symbols,
    Range,
    Timeframe,

    /// <summary>The runs asked for the same candles, but these changed between the runs.</summary>
    Candles,
    Costs,
    Execution,

    /// <summary>Initial cash differs, and orders have fixed amounts.</summary>
    Cash,
    Engine,
}
