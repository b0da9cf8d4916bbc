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

    /// <summary>Those of them that have other values than the later row.</summary>
    public required int DifferingDuplicates { get; init; }

    /// <summary>Rows left out because they have no price at all: nobody traded.</summary>
    public required int WithoutPrice { get; init; }

    /// <summary>Rows left out because their time is not the open of a bar.</summary>
    public required int OffGrid { get; init; }

    /// <summary>Rows left out because their bar had not ended by the clock.</summary>
    public required int Forming { get; init; }

    /// <summary>Invalid bars; a backtest leaves them out, and they take no valid bar's place.</summary>
    public required int Invalid { get; init; }

    /// <summary>The first few of the invalid bars.</summary>
    public required IReadOnlyList<InvalidRow> InvalidSamples { get; init; }

    /// <summary>Rows to store whose time the lake does not have.</summary>
    public required int New { get; init; }

    /// <summary>Rows that the lake has as they are.</summary>
    public required int Equal { get; init; }

    /// <summary>Rows that take the place of other values.</summary>
    public required int Changed { get; init; }

    /// <summary>Invalid rows in whose place the lake has a valid one, which stays.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Stored rows that go without another in their place; 0 unless the file replaces all in its span.</summary>
    public required int Removed { get; init; }

    /// <summary>The up to three largest changes, largest first.</summary>
    public required IReadOnlyList<ChangedBar> LargestChanges { get; init; }

    /// <summary>What the caller should look at before storing.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Whether stored bars in the file's span go even where the file has none.</summary>
    public required bool Replace { get; init; }

    internal BarGrid Grid { get; init; }

    internal long[] RemovedAround { get; init; } = [];

    internal CandleColumns Rows { get; }

    /// <summary>Gives the rows' memory back.</summary>
    public void Dispose() => Rows.Dispose();
}
