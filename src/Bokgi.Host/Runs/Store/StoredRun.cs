using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Storage;
using Bokgi.Performance;

namespace Bokgi.Host.Runs.Store;

/// <summary>
/// Reads a run's trades, signals and equity from its folder. Each file is checked against its hash before it is read. If the hash is missing,
/// or was computed only after the run was stored, the file's row counts are also compared with the run's figures. The folders that may contain
/// the files are tried in order, the likeliest first; if a file is damaged or missing, the next folder is tried. A folder in the object store
/// is downloaded only when it is tried.
/// </summary>
/// <param name="runId">The id of the run.</param>
/// <param name="expectedSymbols">The symbols of the run, with the expected numbers of rows; null if these are not compared.</param>
/// <param name="candidateFolders">Enumerates the folders that may contain the files.</param>
/// <param name="computeHash">Computes the SHA-256 of the file at a path; null if there is no such file.</param>
/// <param name="storedHashes">The hashes in the run's row; null if it has none.</param>
/// <param name="computeHashes">Computes the hashes of the files in a folder, for a run without stored hashes; null if a file is missing.</param>
internal sealed class StoredRun(
    string runId,
    IReadOnlyList<SymbolDocument>? expectedSymbols,
    Func<IAsyncEnumerable<string>> candidateFolders,
    Func<string, string?> computeHash,
    ArtifactHashes? storedHashes,
    Func<string, Task<ArtifactHashes?>> computeHashes
)
{
    /// <summary>Opens files that this process has just written and hashed, without reading them to compare the hashes.</summary>
    public static StoredRun OpenUnchecked(string folder, ArtifactHashes hashes) =>
        new(
            Path.GetFileName(folder),
            expectedSymbols: null,
            candidateFolders: () => AsyncEnumerable.Repeat(folder, 1),
            computeHash: path => hashes.Files.GetValueOrDefault(Path.GetFileName(path)),
            storedHashes: hashes,
            computeHashes: _ => Task.FromResult<ArtifactHashes?>(null)
        );

    public Task<ArtifactReader> OpenTradesAsync() => OpenAsync(ArtifactNames.Trades, symbol => symbol.Trades);

    public Task<ArtifactReader> OpenSignalsAsync() => OpenAsync(ArtifactNames.Signals, symbol => symbol.Signals);

    public Task<ArtifactReader> OpenEquityAsync() => OpenAsync(ArtifactNames.Equity, symbol => symbol.Bars);

    /// <summary>Computes the totals over the active symbols. <paramref name="isActive"/> is called once per symbol, in order.</summary>
    /// <exception cref="ArgumentException">No symbol is active.</exception>
    public async Task<FiguresDocument> ComputeTotalsAsync(
        IReadOnlyList<SymbolDocument> symbols,
        double cash,
        string timeframe,
        Func<string, bool> isActive
    )
    {
        using var trades = await OpenTradesAsync();
        using var equity = await OpenEquityAsync();
        using var totals = new RunTotals();
        for (var i = 0; i < symbols.Count; i++)
        {
            var symbol = symbols[i];
            if (!isActive(symbol.Symbol))
                continue;
            var study = SignalStudy.FromFigures(symbol.Study.Samples, symbol.Study.WinRate, symbol.Study.AvgReturn);
            // RunTotals counts the bars with a position itself.
            var counts = new RunCounts(study, symbol.Unfilled, BarsWithPosition: 0, symbol.BuyAndHoldReturn, symbol.TooSmall);
            totals.Add(
                equity.Read<long>(i, "timestamp"),
                equity.Read<double>(i, "equity"),
                ReadTrades(trades, i),
                cash / symbols.Count,
                counts
            );
        }

        var report =
            totals.CreateReport(Timeframe.Parse(timeframe)) ?? throw new ArgumentException("no symbol is active", nameof(isActive));
        return FiguresDocument.Of(report);
    }

    /// <summary>Reads the trades of one symbol; <paramref name="group"/> is the symbol's position in the run, from 0.</summary>
    public static Trade[] ReadTrades(ArtifactReader reader, int group) => ReadTrades(reader, group, from: 0, reader.RowCount(group));

    public static Trade[] ReadTrades(ArtifactReader reader, int group, int from, int count)
    {
        var (entryTimes, exitTimes) = (Column<long>("entry_time"), Column<long>("exit_time"));
        var (entryBars, exitBars) = (Column<int>("entry_bar"), Column<int>("exit_bar"));
        var (entries, exits) = (Column<double>("entry_price"), Column<double>("exit_price"));
        var (quantities, fees, slippage) = (Column<double>("quantity"), Column<double>("fees"), Column<double>("slippage_cost"));
        var (pnls, returns, confidences) = (Column<double>("pnl"), Column<double>("return"), Column<double>("confidence"));
        var (adverse, favourable) = (Column<double>("max_adverse_excursion"), Column<double>("max_favourable_excursion"));
        var reasons = reader.ReadEnums<ExitReason>(group, "exit_reason", from, count);
        var trades = new Trade[entryTimes.Length];
        for (var i = 0; i < trades.Length; i++)
        {
            trades[i] = new Trade
            {
                EntryBar = entryBars[i],
                ExitBar = exitBars[i],
                EntryTimeUtc = entryTimes[i],
                ExitTimeUtc = exitTimes[i],
                EntryPrice = entries[i],
                ExitPrice = exits[i],
                Quantity = quantities[i],
                Fees = fees[i],
                SlippageCost = slippage[i],
                Pnl = pnls[i],
                Return = returns[i],
                ExitReason = reasons[i],
                Confidence = confidences[i],
                MaximumAdverseExcursion = adverse[i],
                MaximumFavourableExcursion = favourable[i],
            };
        }

        return trades;

        T[] Column<T>(string column)
            where T : unmanaged => reader.Read<T>(group, column, from, count);
    }

    // ArtifactSync may turn the run's own folder into a copy while this method runs; then the next candidate folder, the copy, has the files.
    private async Task<ArtifactReader> OpenAsync(string table, Func<SymbolDocument, int> expectedRowCount)
    {
        LostDataException? lost = null;
        try
        {
            await foreach (var folder in candidateFolders())
            {
                try
                {
                    return await OpenInAsync(folder, table, expectedRowCount);
                }
                catch (LostDataException failure)
                {
                    lost ??= failure;
                }
            }
        }
        catch (StorageException error) when (error.Kind == StorageErrorKind.Damaged)
        {
            // Replaces an earlier error, which may only say that a local file is missing.
            lost = ArtifactErrors.Damaged(runId, FileOf(table), error);
        }
        catch (StorageException error) when (error.Kind == StorageErrorKind.NotFound)
        {
            lost ??= ArtifactErrors.Missing(runId, FileOf(table));
        }

        throw lost ?? ArtifactErrors.Missing(runId, FileOf(table));
    }

    private async Task<ArtifactReader> OpenInAsync(string folder, string table, Func<SymbolDocument, int> expectedRowCount)
    {
        var hashes = storedHashes ?? await computeHashes(folder);
        var names = ArtifactNames.FilesWithTable(table, hashes?.Files.Keys ?? ArtifactNames.ExpectedFiles(folder));
        if (names.Count == 0)
            throw ArtifactErrors.Missing(runId, FileOf(table));
        string[] paths = [.. names.Select(name => Path.Combine(folder, name))];
        if (hashes is not null)
            CheckHashes(paths, hashes);
        var isVerified = hashes is { AreComputedAfterStoring: false };
        var reader = new ArtifactReader(runId, paths, table, isVerified);
        try
        {
            if (
                !isVerified
                && expectedSymbols is not null
                && !expectedSymbols.Select(expectedRowCount).SequenceEqual(Enumerable.Range(0, reader.GroupCount).Select(reader.RowCount))
            )
                throw ArtifactErrors.Damaged(runId, names[0]);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    // The name of the file with a table's rows, for error messages; the first piece's file if the run was computed in pieces. A run without
    // stored hashes was stored by an earlier version, so its files are Parquet files.
    private string FileOf(string table) =>
        ArtifactNames.FilesWithTable(table, storedHashes?.Files.Keys ?? ArtifactNames.ParquetFiles) is [var first, ..]
            ? first
            : ArtifactNames.RowsFile;

    private void CheckHashes(IReadOnlyList<string> paths, ArtifactHashes hashes)
    {
        foreach (var path in paths)
        {
            var file = Path.GetFileName(path);
            var actualHash = computeHash(path) ?? throw ArtifactErrors.Missing(runId, file);
            if (actualHash != hashes.Files[file])
                throw ArtifactErrors.Damaged(runId, file);
        }
    }
}
