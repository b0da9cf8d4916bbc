namespace Bokgi.Host.Reports.Exports;

/// <summary>The parts of a run that can be exported.</summary>
internal enum ExportedRows
{
    Trades,
    Signals,
    Equity,
}
