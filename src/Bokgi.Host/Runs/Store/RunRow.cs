using System.Data.Common;
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

    /// <summary>The folder of the run's files: a path under the results folder, and a key prefix in the object store.</summary>
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
    public RunDocumentRow? Document { get; set; }

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

    /// <summary>The columns to select from <c>runs AS run</c>, in the order in which <see cref="Read"/> expects them.</summary>
    public static Sql Columns { get; } =
        Sql.Raw(
            """
            run."Number", run."RunId", run."CreatedUtc", run."Strategy", run."Timeframe", run."StartDate", run."EndDate", run."Status",
            run."SymbolCount", run."Description", run."SearchText", run."ArtifactFolder", run."Revision", run."ExecutionTime",
            run."TotalSignals", run."TotalTrades", run."WinRate", run."AvgReturn", run."TotalReturn", run."Cagr", run."Sharpe", run."Sortino",
            run."Calmar", run."ProfitFactor", run."MaxDrawdown", run."Exposure"
            """
        );

    public static RunRow Read(DbDataReader row) =>
        new()
        {
            Number = row.GetInt64(0),
            RunId = row.GetString(1),
            CreatedUtc = row.GetInt64(2),
            Strategy = row.GetString(3),
            Timeframe = row.GetString(4),
            StartDate = row.GetString(5),
            EndDate = row.GetString(6),
            Status = row.GetString(7),
            SymbolCount = row.GetInt32(8),
            Description = row.GetNullableString(9),
            SearchText = row.GetString(10),
            ArtifactFolder = row.GetString(11),
            Revision = row.GetInt32(12),
            ExecutionTime = row.GetDouble(13),
            TotalSignals = row.GetInt32(14),
            TotalTrades = row.GetInt32(15),
            WinRate = row.GetNullableDouble(16),
            AvgReturn = row.GetNullableDouble(17),
            TotalReturn = row.GetNullableDouble(18),
            Cagr = row.GetNullableDouble(19),
            Sharpe = row.GetNullableDouble(20),
            Sortino = row.GetNullableDouble(21),
            Calmar = row.GetNullableDouble(22),
            ProfitFactor = row.GetNullableDouble(23),
            MaxDrawdown = row.GetDouble(24),
            Exposure = row.GetDouble(25),
        };
}
