namespace Bokgi.Host.Backtests.Exports;

/// <summary>What of a run can be exported.</summary>
internal enum ExportedRows
{
    /// <summary>Its trades.</summary>
    Trades,

    /// <summary>Its signals, with a column for each detail.</summary>
    Signals,

    /// <summary>Its equity, of all active symbols together or of one.</summary>
    Equity,
}
