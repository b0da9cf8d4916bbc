using Bokgi.Host.Storage;
using Bokgi.MarketData.Locking;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>Writes a run's rows, symbol by symbol, to a temporary folder, so that a process that dies leaves no incomplete run.</summary>
internal sealed class RunArtifacts(string temporaryFolder, FileLock folderLock) : IRunObserver, IDisposable
{
    /// <summary>The market of a row. A rows file does not store this column: all rows of a group have the group's symbol.</summary>
    public const string SymbolColumn = "symbol";

    /// <summary>The close of each bar, from which buy-and-hold is computed; runs of earlier versions lack this column.</summary>
    public const string CloseColumn = "close";

    /// <summary>The symbol's first open, repeated in each row; runs of earlier versions lack this column.</summary>
    public const string FirstOpenColumn = "first_open";

    private static readonly StoredTable[] Tables = [TradeTable(), SignalTable(), EquityTable()];

    private HashedFile? file;

    public bool WantsSignals => true;

    /// <summary>The hashes of the files; null until they are finished.</summary>
    public ArtifactHashes? Hashes { get; private set; }

    /// <summary>The column of a signal detail. The columns are only numbered, because each strategy has its own details.</summary>
    public static string DetailColumnName(int index) => $"detail_{index}";

    public void Started(int symbols)
    {
        Directory.CreateDirectory(temporaryFolder);
        file = new HashedFile(Path.Combine(temporaryFolder, ArtifactNames.RowsFile));
    }

    public void Completed(CandleSeries candles, PairReplay replay)
    {
        var rows = file!.Rows;
        rows.BeginGroup(candles.Symbol.Code);
        WriteTrades(rows, replay.TradesAsSpan);
        WriteSignals(rows, replay.SignalsAsSpan);
        WriteEquity(rows, replay, candles);
    }

    /// <summary>Copies the files of pieces, in order, into the temporary folder; returns that folder.</summary>
    /// <exception cref="LostDataException">A file of a piece is damaged or missing.</exception>
    public string Gather(IReadOnlyList<(string Folder, IReadOnlyDictionary<string, string>? Hashes)> pieces)
    {
        Hashes = RunPieces.Gather(temporaryFolder, pieces);
        return temporaryFolder;
    }

    /// <summary>Finishes the files, sets their hashes, and moves them into the given folder.</summary>
    public void MoveTo(string folder)
    {
        if (file is not null)
            Hashes = new ArtifactHashes(new Dictionary<string, string> { [ArtifactNames.RowsFile] = file.Close() });
        Close();
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        Directory.Move(temporaryFolder, folder);
    }

    public void Dispose()
    {
        using (folderLock)
        {
            TryClose();
            if (Directory.Exists(temporaryFolder))
                Directory.Delete(temporaryFolder, recursive: true);
            File.Delete($"{temporaryFolder}.lock");
        }
    }

    private static StoredTable TradeTable() =>
        new(
            ArtifactNames.Trades,
            [
                new("entry_time", ColumnType.Time),
                new("exit_time", ColumnType.Time),
                new("entry_bar", ColumnType.Integer),
                new("exit_bar", ColumnType.Integer),
                new("entry_price", ColumnType.Number),
                new("exit_price", ColumnType.Number),
                new("quantity", ColumnType.Number),
                new("fees", ColumnType.Number),
                new("slippage_cost", ColumnType.Number),
                new("pnl", ColumnType.Number),
                new("return", ColumnType.Number),
                new("exit_reason", ColumnType.Text, [.. Enum.GetValues<ExitReason>().Select(WireNames.Of)]),
                new("confidence", ColumnType.Number),
                new("max_adverse_excursion", ColumnType.Number),
                new("max_favourable_excursion", ColumnType.Number),
            ]
        );

    private static StoredTable SignalTable() =>
        new(
            ArtifactNames.Signals,
            [
                new("timestamp", ColumnType.Time),
                new("bar", ColumnType.Integer),
                new("price", ColumnType.Number),
                new("confidence", ColumnType.Number),
                .. Enumerable.Range(0, SignalDetails.Capacity).Select(i => new StoredTable.Column(DetailColumnName(i), ColumnType.Number)),
            ]
        );

    private static StoredTable EquityTable() =>
        new(
            ArtifactNames.Equity,
            [
                new("timestamp", ColumnType.Time),
                new("equity", ColumnType.Number),
                new(CloseColumn, ColumnType.Number),
                new(FirstOpenColumn, ColumnType.Number),
            ]
        );

    private static void WriteTrades(RowsFileWriter file, ReadOnlySpan<Trade> trades)
    {
        file.BeginTable(trades.Length);
        file.Write(trades, (in trade) => trade.EntryTimeUtc);
        file.Write(trades, (in trade) => trade.ExitTimeUtc);
        file.Write(trades, (in trade) => trade.EntryBar);
        file.Write(trades, (in trade) => trade.ExitBar);
        file.Write(trades, (in trade) => trade.EntryPrice);
        file.Write(trades, (in trade) => trade.ExitPrice);
        file.Write(trades, (in trade) => trade.Quantity);
        file.Write(trades, (in trade) => trade.Fees);
        file.Write(trades, (in trade) => trade.SlippageCost);
        file.Write(trades, (in trade) => trade.Pnl);
        file.Write(trades, (in trade) => trade.Return);
        file.Write(trades, (in trade) => (byte)trade.ExitReason);
        file.Write(trades, (in trade) => trade.Confidence);
        file.Write(trades, (in trade) => trade.MaximumAdverseExcursion);
        file.Write(trades, (in trade) => trade.MaximumFavourableExcursion);
    }

    private static void WriteSignals(RowsFileWriter file, ReadOnlySpan<SignalRecord> signals)
    {
        file.BeginTable(signals.Length);
        file.Write(signals, (in signal) => signal.TimeUtc);
        file.Write(signals, (in signal) => signal.Bar);
        file.Write(signals, (in signal) => signal.Signal.Price);
        file.Write(signals, (in signal) => signal.Signal.Confidence);
        for (var i = 0; i < SignalDetails.Capacity; i++)
        {
            var detail = i;
            file.Write(signals, (in signal) => signal.Signal.Details[detail]);
        }
    }

    private static void WriteEquity(RowsFileWriter file, PairReplay replay, CandleSeries candles)
    {
        var bars = replay.Times.Length; // without the warm-up
        var firstOpen = candles.Open[^bars];
        file.BeginTable(bars);
        file.Write(replay.Times);
        file.Write(replay.Equity);
        file.Write(candles.Close[^bars..]);
        file.Write(replay.Times, (in _) => firstOpen);
    }

    // If the disk is full, closing the file fails. That does not matter here, because the file is deleted next.
    private void TryClose()
    {
        try
        {
            Close();
        }
        catch (Exception failure) when (failure.IsDiskUnavailable())
        {
            file = null;
        }
    }

    private void Close()
    {
        file?.Dispose();
        file = null;
    }

    /// <summary>A file of a run on disk that is hashed while it is written.</summary>
    private sealed class HashedFile : IDisposable
    {
        private readonly FileStream file;
        private readonly HashedStream hashed;

        public HashedFile(string path)
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            hashed = new HashedStream(file);
            Rows = new RowsFileWriter(hashed, Tables);
        }

        public RowsFileWriter Rows { get; }

        /// <summary>Finishes the file and returns its SHA-256 in hexadecimal.</summary>
        public string Close()
        {
            Rows.Close();
            return hashed.FinishSha256();
        }

        public void Dispose()
        {
            Rows.Dispose();
            hashed.Dispose();
            file.Dispose();
        }
    }
}
