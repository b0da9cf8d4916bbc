using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>Imports candles from CSV, JSON, Parquet and Arrow files of any origin into the lake.</summary>
/// <param name="lake">The lake to write to.</param>
/// <param name="clock">The clock; bars that have not ended at the clock's time are left out.</param>
public sealed class CandleImporter(CandleLake lake, TimeProvider clock)
{
    // No market existed before 1970, and no candle opens after 2999; times outside this range result from a wrong unit.
    private static readonly TimeRange PlausibleTimes = new(0, UnixTime.FromDateTime(new DateTime(3000, 1, 1, 0, 0, 0, DateTimeKind.Utc)));

    // A file that was downloaded just now may end with this many unfinished bars.
    private const int UsualFormingBars = 2;

    /// <summary>The allowed values of <see cref="ImportOptions.Layout"/>.</summary>
    public static IReadOnlyList<string> Layouts { get; } = [.. ArrayLayout.All.Select(layout => layout.Name)];

    /// <summary>
    /// Reads and checks a whole file, explains how it was interpreted and compares it with the stored candles. This is a dry run: it writes
    /// nothing.
    /// </summary>
    /// <param name="path">The file; gzip and single-file zip archives are decompressed.</param>
    /// <param name="options">What the caller knows about the file.</param>
    /// <param name="progress">Receives the share of the file read so far, 0 to 1, from time to time, on the calling thread.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="LakeException">
    /// The file does not exist, cannot be read completely, does not identify its market or timeframe, or would damage the lake.
    /// </exception>
    public ImportPlan Read(string path, ImportOptions options, Action<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(options);
        var file = new SourceFile(path);
        var source = ReadRows(file, options, Advance);
        try
        {
            return CreatePlan(file, source, options);
        }
        catch
        {
            source.Rows.Dispose();
            throw;
        }

        void Advance()
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Invoke(file.Progress);
        }
    }

    /// <summary>Stores the rows of a plan.</summary>
    /// <param name="plan">The result of <see cref="Read"/>.</param>
    /// <param name="cancel">Stops between year files; each file is stored completely or not at all.</param>
    /// <exception cref="LakeException">The plan holds no finished bar, or the lake cannot be written.</exception>
    public ImportOutcome Apply(ImportPlan plan, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.FirstUtc is not { } first || plan.LastUtc is not { } last)
            throw new LakeException(LakeErrorKind.InvalidInput, $"{plan.File} holds no finished bar; nothing to store");

        TimeRange? replaced = plan.Replace ? new TimeRange(first, plan.Grid.EndOf(last)) : null;
        var written = lake.Write(plan.Symbol, plan.Timeframe, plan.Rows, replaced, plan.RemovedOutsideSpan, cancel);
        return new ImportOutcome(plan.Symbol, plan.Timeframe, written);
    }

    private static SourceRows ReadRows(SourceFile file, ImportOptions options, Action reportProgress)
    {
        var counter = new RowCounter(file.Name, options.Timeframe);
        if (file.Kind == SourceKind.Parquet && file.IsPlain)
            return ParquetRows.Read(file, counter, options);
        using SourceTable table = file.Kind switch
        {
            SourceKind.Text => new CsvTable(file),
            SourceKind.Json => JsonFile.Open(file),
            SourceKind.ArrowFile or SourceKind.ArrowStream => new ArrowTable(file),
            _ => throw new LakeException(LakeErrorKind.MalformedFile, $"{file.Name} is a compressed Parquet file; unpack it"),
        };
        return RowCollector.Read(file, table, counter, options, reportProgress);
    }

    private ImportPlan CreatePlan(SourceFile file, SourceRows source, ImportOptions options)
    {
        var rows = source.Rows;
        RejectUnclearZone(file.Name, source);
        source.Timestamps.RejectMixedFormats(file.Name);
        var order = source.Counter.Order;
        var (withoutPrice, outOfOrder) = RemoveEmptyAndSort(file.Name, source);
        RowFaults.PreferValidOfEqualTimes(rows);
        var duplicates = CandleOrder.KeepLastOfEqualTimes(rows, out var differing);
        var (symbol, symbolFrom) = SourceIdentity.DetermineSymbol(file, source, options);
        var spacing = BarSpacing.MostFrequent(rows.Times);
        var (timeframe, timeframeFrom) = SourceIdentity.DetermineTimeframe(file, source, options, spacing);
        source.Counter.CheckYears(timeframe);
        // Conflicting rows are allowed if they are versions of a single day, week or month; the last one counts.
        var isOneLongBar = rows.Count == 1 && timeframe.NominalMicroseconds >= UnixTime.MicrosecondsPerDay;
        if (source.Map.DiffersInUnusedColumns || !isOneLongBar)
            RowFaults.RejectConflictingRows(differing, rows.Count + duplicates, file.Name);
        var warnings = SourceIdentity.FindWarnings(file, source, options, symbol, timeframe, spacing);
        var grid = BarGrid.Detect(timeframe, rows.Times);
        var offGrid = RowFaults.RemoveOffGrid(rows, grid, file.Name);
        var (invalid, samples) = RowFaults.FindInvalid(rows, source.Map, file.Name);
        var forming = RemoveForming(rows, grid, file.Name);
        var stored = StoredComparison.Create(lake, symbol, grid, rows, options.Replace, file.Name, source.Timestamps.Explanation);
        return new ImportPlan(rows)
        {
            File = file.Name,
            Format = source.Format,
            Columns = source.Map.Choices,
            Symbol = symbol,
            SymbolFrom = symbolFrom,
            Timeframe = timeframe,
            TimeframeFrom = timeframeFrom,
            Zone = source.Timestamps.Explanation,
            FinishedRows = (int)source.Counter.Rows,
            Order = order,
            OutOfOrder = order == RowOrder.Mixed ? outOfOrder : 0,
            Duplicates = duplicates,
            DifferingDuplicates = differing,
            WithoutPrice = withoutPrice,
            OffGrid = offGrid,
            Forming = forming + source.Forming,
            Invalid = invalid,
            InvalidSamples = samples,
            New = stored.New,
            Equal = stored.Equal,
            Changed = stored.Changed,
            LeftOut = stored.LeftOut,
            Removed = stored.Removed,
            LargestChanges = stored.LargestChanges,
            Warnings = [.. source.Warnings, .. warnings],
            Replace = options.Replace,
            Grid = grid,
            RemovedOutsideSpan = stored.RemovedOutsideSpan,
        };
    }

    private static void RejectUnclearZone(string file, SourceRows source)
    {
        var columnZone = ZoneMention.FromColumnName(source.Map.TimeName).Unclear;
        if (!source.Timestamps.IsGuessed || (columnZone ?? source.Map.Zone.Unclear) is not { } unclear)
            return;
        var subject = columnZone is null ? "the file" : $"column '{source.Map.TimeName}'";
        throw new LakeException(
            LakeErrorKind.InvalidInput,
            $"{file}: {subject} mentions {unclear}, which is not a single zone with a fixed offset; specify --zone with its offset from UTC, for example --zone -05:00"
        );
    }

    // Removes rows without any price, sorts the others by time and checks their years.
    private static (int WithoutPrice, int OutOfOrder) RemoveEmptyAndSort(string file, SourceRows source)
    {
        if (source.Counter.Rows == 0 && source.Forming > 0)
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                $"{file} holds no finished bar: every row is marked as not ended; nothing to store"
            );
        if (source.Counter.Rows == 0)
            throw new LakeException(LakeErrorKind.MalformedFile, $"{file} has no rows; it must hold candles");
        var rows = source.Rows;
        var withoutPrice = RowFaults.RemoveWithoutPrice(rows);
        if (rows.Count == 0)
            throw new LakeException(LakeErrorKind.MalformedFile, $"{file} has no row with a price; check which columns are the prices");
        var outOfOrder = CandleOrder.Sort(rows);
        return PlausibleTimes.Contains(rows.Times[0]) && PlausibleTimes.Contains(rows.Times[^1])
            ? (withoutPrice, outOfOrder)
            : throw new LakeException(
                LakeErrorKind.MalformedFile,
                $"{file} has times from {UnixTime.Format(rows.Times[0])} to {UnixTime.Format(rows.Times[^1])}; they must lie in the years 1970 to 2999"
            );
    }

    // Removes the unfinished bars at the end of the rows; returns how many.
    private int RemoveForming(CandleColumns rows, BarGrid grid, string file)
    {
        var now = clock.NowUtc();
        var finished = rows.Count;
        while (finished > 0 && grid.EndOf(rows.Times[finished - 1]) > now)
            finished--;
        var forming = rows.Count - finished;
        if (forming > UsualFormingBars && forming > finished)
            throw new LakeException(
                LakeErrorKind.InvalidInput,
                FormattableString.Invariant(
                    $"{file}: {forming:N0} of {rows.Count:N0} bars lie in the future, the last at {UnixTime.Format(rows.Times[^1])}; check which column is the time, and how it is written"
                )
            );
        rows.Truncate(finished);
        return forming;
    }
}
