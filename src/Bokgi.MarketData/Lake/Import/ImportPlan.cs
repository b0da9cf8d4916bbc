using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>How a file was interpreted and what storing it would change; nothing has been written yet.</summary>
/// <remarks>The rows are in pooled memory; dispose the plan when it is no longer needed.</remarks>
public sealed class ImportPlan : IDisposable
{
    internal ImportPlan(CandleColumns rows) => Rows = rows;

    /// <summary>The file's name without its folders.</summary>
    public required string File { get; init; }

    /// <summary>The detected format.</summary>
    public required ImportFormat Format { get; init; }

    /// <summary>The columns used and their meanings; columns not listed are ignored.</summary>
    public required IReadOnlyList<ColumnChoice> Columns { get; init; }

    /// <summary>The market.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>How the market was determined.</summary>
    public required string SymbolFrom { get; init; }

    /// <summary>The length of the bars.</summary>
    public required Timeframe Timeframe { get; init; }

    /// <summary>How the length of the bars was determined.</summary>
    public required string TimeframeFrom { get; init; }

    /// <summary>The time zone in which the times were read, and why.</summary>
    public required string Zone { get; init; }

    /// <summary>
    /// Rows read from the file, without those that the file itself marks as unfinished; bars that have not ended according to the clock are
    /// included.
    /// </summary>
    public required int FinishedRows { get; init; }

    /// <summary>
    /// Rows that remain after removing duplicates, rows without a price, rows off the grid and unfinished bars. All are stored, except for
    /// those counted in <see cref="LeftOut"/>.
    /// </summary>
    public int RowsToStore => Rows.Count;

    /// <summary>Open time of the first bar to store, microseconds since the Unix epoch, UTC; null when there is none.</summary>
    public long? FirstUtc => Rows.Count == 0 ? null : Rows.Times[0];

    /// <summary>Open time of the last bar to store, microseconds since the Unix epoch, UTC; null when there is none.</summary>
    public long? LastUtc => Rows.Count == 0 ? null : Rows.Times[^1];

    /// <summary>The time order of the rows.</summary>
    public required RowOrder Order { get; init; }

    /// <summary>Rows with a time before that of the preceding row; 0 when the whole file is newest first.</summary>
    public required int OutOfOrder { get; init; }

    /// <summary>Rows removed because a later row has the same time.</summary>
    public required int Duplicates { get; init; }

    /// <summary>The duplicates whose values differ from those of the later row.</summary>
    public required int DifferingDuplicates { get; init; }

    /// <summary>Rows removed because they have no price: there were no trades.</summary>
    public required int WithoutPrice { get; init; }

    /// <summary>Rows removed because no bar of this timeframe opens at their time.</summary>
    public required int OffGrid { get; init; }

    /// <summary>Rows removed because their bar has not ended, according to the clock or the file.</summary>
    public required int Forming { get; init; }

    /// <summary>Invalid bars; a backtest skips them, and they never replace a valid bar.</summary>
    public required int Invalid { get; init; }

    /// <summary>The first few of the invalid bars.</summary>
    public required IReadOnlyList<InvalidRow> InvalidSamples { get; init; }

    /// <summary>Rows to store with a time that is not in the lake.</summary>
    public required int New { get; init; }

    /// <summary>Rows that the lake already has with the same values.</summary>
    public required int Equal { get; init; }

    /// <summary>Rows that replace a stored row with different values.</summary>
    public required int Changed { get; init; }

    /// <summary>Invalid rows of <see cref="RowsToStore"/> that are not written because the lake has a valid row for their time.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Stored rows that are removed without a replacement; 0 unless <see cref="Replace"/>.</summary>
    public required int Removed { get; init; }

    /// <summary>The largest changes, at most three, largest first.</summary>
    public required IReadOnlyList<ChangedBar> LargestChanges { get; init; }

    /// <summary>What the caller should check before storing.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Whether stored bars in the file's span are removed even where the file has no bar.</summary>
    public required bool Replace { get; init; }

    /// <summary>The times at which bars of this timeframe open.</summary>
    internal BarGrid Grid { get; init; }

    /// <summary>
    /// With <see cref="Replace"/>, the times of stored bars that are removed although they lie outside the file's span: copies of the file's
    /// bars that an earlier import stored with another time zone, and bars of another grid that overlap the start of the span.
    /// </summary>
    internal long[] RemovedOutsideSpan { get; init; } = [];

    internal CandleColumns Rows { get; }

    /// <summary>Returns the rows' memory to the pool.</summary>
    public void Dispose() => Rows.Dispose();
}
