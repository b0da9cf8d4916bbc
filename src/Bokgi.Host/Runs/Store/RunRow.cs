using Bokgi.Host.Runs.Documents;

namespace Bokgi.Host.Runs.Store;

/// <summary>The columns of a run by which the history finds, filters and sorts; the rest is in <see cref="RunDocumentRow"/>.</summary>
internal sealed class RunRow
{
    public long Number { get; init; }
    public required string RunId { get; init; }
    public required long CreatedUtc { get; init; }
    public required string Strategy { get; init; }
    public required string Timeframe { get; init; }
    public required string StartDate { get; init; }
    public required string EndDate { get; init; }
    public required string Status { get; init; }
    public required int SymbolCount { get; init; }
    public string? Description { get; set; }

    /// <summary>The description in lower case, so that searches give the same results on every database engine; empty for none.</summary>
    public string SearchText { get; set; } = string.Empty;

    /// <summary>The folder of the run's artifacts, relative to the artifact store.</summary>
    public required string ArtifactFolder { get; init; }

    /// <summary>Increases with each change, so that concurrent changes are detected.</summary>
    public int Revision { get; set; }
    public double ExecutionTime { get; init; }
    public int TotalSignals { get; set; }
    public int TotalTrades { get; set; }
    public double? WinRate { get; set; }
    public double? AvgReturn { get; set; }
    public double? TotalReturn { get; set; }
    public double? Cagr { get; set; }
    public double? Sharpe { get; set; }
    public double? Sortino { get; set; }
    public double? Calmar { get; set; }
    public double? ProfitFactor { get; set; }
    public double MaxDrawdown { get; set; }
    public double Exposure { get; set; }
    public List<RunSymbolRow> Symbols { get; init; } = [];

    public List<RunTagRow> Tags { get; init; } = [];
    public RunDocumentRow? Document { get; init; }

    public void SetDescription(string? description)
    {
        Description = description;
        SearchText = description?.ToLowerInvariant() ?? string.Empty;
    }

    public void SetTotals(FiguresDocument totals)
    {
        TotalSignals = totals.Signals;
        TotalTrades = totals.Trades;
        WinRate = totals.WinRate;
        AvgReturn = totals.AvgReturn;
        TotalReturn = totals.TotalReturn;
        Cagr = totals.Cagr;
        Sharpe = totals.Sharpe;
        Sortino = totals.Sortino;
        Calmar = totals.Calmar;
        ProfitFactor = totals.ProfitFactor;
        MaxDrawdown = totals.MaxDrawdown;
        Exposure = totals.Exposure;
    }
}
