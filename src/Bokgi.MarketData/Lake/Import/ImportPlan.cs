using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>How a file was understood and what storing it would store; nothing has been written yet.</summary>
/// <remarks>The rows live in pooled memory: dispose the plan when it was applied or dropped.</remarks>
public sealed class ImportPlan : IDisposable
{
    internal ImportPlan(CandleColumns rows) => Rows = rows;

    /// <summary>The file's name without its folders.</summary>
    public required string File { get; init; }

    /// <summary>What the file was taken for.</summary>
    public required ImportFormat Format { get; init; }

    /// <summary>Which column was taken for what; columns not listed are ignored.</summary>
    public required IReadOnlyList<ColumnChoice> Columns { get; init; }

    /// <summary>The market.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>Where the market was taken from.</summary>
    public required string SymbolFrom { get; init; }

    /// <summary>The length of the bars.</summary>
    public required Timeframe Timeframe { get; init; }

    /// <summary>Where the length of the bars was taken from.</summary>
    public required string TimeframeFrom { get; init; }

    /// <summary>Which zone the times were read in, and why.</summary>
    public required string Zone { get; init; }

    /// <summary>Rows in the file.</summary>
    public required int RowsRead { get; init; }

    /// <summary>Rows that would be stored: without duplicates and bars still forming.</summary>
    public int RowsToStore => Rows.Count;

    /// <summary>Open time of the first bar to store, microseconds since the Unix epoch, UTC; null when there is none.</summary>
    public long? FirstUtc => Rows.Count == 0 ? null : Rows.Times[0];

    /// <summary>Open time of the last bar to store, microseconds since the Unix epoch, UTC; null when there is none.</summary>
    public long? LastUtc => Rows.Count == 0 ? null : Rows.Times[^1];

    /// <summary>How the rows follow each other.</summary>
    public required RowOrder Order { get; init; }

    /// <summary>Rows whose time lies before that of the row in front of them; 0 when the whole file is newest first.</summary>
    public required int OutOfOrder { get; init; }

    /// <summary>Rows left out because a later row has the same time.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Rows left out because their bar had not ended by the clock.</summary>
    public required int Forming { get; init; }

    /// <summary>Bars that are stored as they stand but that the engine will leave out.</summary>
    public required int Invalid { get; init; }

    /// <summary>The first few of the invalid bars.</summary>
    public required IReadOnlyList<InvalidBar> InvalidSamples { get; init; }

    /// <summary>What the caller should look at before storing.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Whether stored bars between the first and the last go even where the file has none.</summary>
    public required bool Overwrite { get; init; }

    internal CandleColumns Rows { get; }

    /// <summary>Gives the rows' memory back.</summary>
    public void Dispose() => Rows.Dispose();
}
