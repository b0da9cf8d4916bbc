namespace Bokgi.Host.Reports.Exports;

/// <summary>The parts of a run that can be exported.</summary>
internal enum ExportedRows
{
    /// <summary>The trades.</summary>
    Trades,

    /// <summary>The signals, with a column for each detail.</summary>
    Signals,

    /// <summary>The equity of all active symbols together, or of one.</summary>
    Equity,
}
