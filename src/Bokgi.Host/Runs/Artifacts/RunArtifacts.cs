using Bokgi.Host.Storage;
using Bokgi.MarketData.Locking;
using ParquetSharp;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>Writes a run's rows, symbol by symbol, to a temporary folder, so that a process that dies leaves no incomplete run.</summary>
internal sealed class RunArtifacts(string temporaryFolder, FileLock folderLock) : IRunObserver, IDisposable
{
    public const string TradesFile = "trades.parquet";
    public const string SignalsFile = "signals.parquet";
    public const string EquityFile = "equity.parquet";

    /// <summary>The close of each bar, from which buy-and-hold is computed; runs of earlier versions lack this column.</summary>
    public const string CloseColumn = "close";

    /// <summary>The symbol's first open, repeated in each row; runs of earlier versions lack this column.</summary>
    public const string FirstOpenColumn = "first_open";

    public static readonly IReadOnlyList<string> Files = [TradesFile, SignalsFile, EquityFile];

    private static readonly TextDictionary Reasons = new([.. Enum.GetValues<ExitReason>().Select(WireNames.Of)]);

    // The files being written, by name.
    private readonly Dictionary<string, HashedFile> files = [];

    public bool WantsSignals => true;

    /// <summary>The hashes of the files; null until they are finished.</summary>
    public ArtifactHashes? Hashes { get; private set; }

    /// <summary>The column of a signal detail. The columns are only numbered, because each strategy has its own details.</summary>
    public static string DetailColumnName(int index) => $"detail_{index}";

    public void Started(int symbols)
    {
        Directory.CreateDirectory(temporaryFolder);
        foreach (var (name, columns) in Files.Zip([TradeColumns(), SignalColumns(), EquityColumns()]))
            files[name] = new HashedFile(Path.Combine(temporaryFolder, name), columns);
    }

    public void Completed(CandleSeries candles, PairReplay replay)
    {
        var symbol = new TextDictionary(candles.Symbol.Code); // has one text, at index 0
        WriteTrades(files[TradesFile].Parquet, symbol, replay.TradesAsSpan);
        WriteSignals(files[SignalsFile].Parquet, symbol, replay.SignalsAsSpan);
        WriteEquity(files[EquityFile].Parquet, symbol, replay, candles);
    }

    /// <summary>Copies the files of pieces, in order, into the temporary folder; returns that folder.</summary>
    /// <exception cref="LostDataException">A file of a piece is damaged or missing.</exception>
    public string Gather(IReadOnlyList<(string Folder, IReadOnlyDictionary<string, string>? Hashes)> pieces)
    {
        Hashes = RunPieces.Gather(temporaryFolder, pieces, Files);
        return temporaryFolder;
    }

    /// <summary>Finishes the files, sets their hashes, and moves them into the given folder.</summary>
    public void MoveTo(string folder)
    {
        if (files.Count > 0)
            Hashes = new ArtifactHashes(files.ToDictionary(file => file.Key, file => file.Value.Close()));
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

    private static Column[] TradeColumns() =>
        [
            new Column<string>("symbol"),
            Time("entry_time"),
            Time("exit_time"),
            new Column<int>("entry_bar"),
            new Column<int>("exit_bar"),
            new Column<double>("entry_price"),
            new Column<double>("exit_price"),
            new Column<double>("quantity"),
            new Column<double>("fees"),
            new Column<double>("slippage_cost"),
            new Column<double>("pnl"),
            new Column<double>("return"),
            new Column<string>("exit_reason"),
            new Column<double>("confidence"),
            new Column<double>("max_adverse_excursion"),
            new Column<double>("max_favourable_excursion"),
        ];

    private static Column[] SignalColumns() =>
        [
            new Column<string>("symbol"),
            Time("timestamp"),
            new Column<int>("bar"),
            new Column<double>("price"),
            new Column<double>("confidence"),
            .. Enumerable.Range(0, SignalDetails.Capacity).Select(i => new Column<double>(DetailColumnName(i))),
        ];

    private static Column[] EquityColumns() =>
        [
            new Column<string>("symbol"),
            Time("timestamp"),
            new Column<double>("equity"),
            new Column<double>(CloseColumn),
            new Column<double>(FirstOpenColumn),
        ];

    private static Column Time(string name) => new(typeof(DateTime), name, LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros));

    private static void WriteEquity(ArtifactFile equity, TextDictionary symbol, PairReplay replay, CandleSeries candles)
    {
        var bars = replay.Times.Length; // without the warm-up
        var firstOpen = candles.Open[^bars];
        equity.BeginRowGroup();
        equity.Write(replay.Times, symbol, _ => 0);
        equity.Write(replay.Times);
        equity.Write(replay.Equity);
        equity.Write(candles.Close[^bars..]);
        equity.Write(replay.Times, _ => firstOpen);
    }

    private static void WriteTrades(ArtifactFile trades, TextDictionary symbol, ReadOnlySpan<Trade> rows)
    {
        trades.BeginRowGroup();
        trades.Write(rows, symbol, _ => 0);
        trades.Write(rows, trade => trade.EntryTimeUtc);
        trades.Write(rows, trade => trade.ExitTimeUtc);
        trades.Write(rows, trade => trade.EntryBar);
        trades.Write(rows, trade => trade.ExitBar);
        trades.Write(rows, trade => trade.EntryPrice);
        trades.Write(rows, trade => trade.ExitPrice);
        trades.Write(rows, trade => trade.Quantity);
        trades.Write(rows, trade => trade.Fees);
        trades.Write(rows, trade => trade.SlippageCost);
        trades.Write(rows, trade => trade.Pnl);
        trades.Write(rows, trade => trade.Return);
        trades.Write(rows, Reasons, trade => (int)trade.ExitReason);
        trades.Write(rows, trade => trade.Confidence);
        trades.Write(rows, trade => trade.MaximumAdverseExcursion);
        trades.Write(rows, trade => trade.MaximumFavourableExcursion);
    }

    private static void WriteSignals(ArtifactFile signals, TextDictionary symbol, ReadOnlySpan<SignalRecord> rows)
    {
        signals.BeginRowGroup();
        signals.Write(rows, symbol, _ => 0);
        signals.Write(rows, signal => signal.TimeUtc);
        signals.Write(rows, signal => signal.Bar);
        signals.Write(rows, signal => signal.Signal.Price);
        signals.Write(rows, signal => signal.Signal.Confidence);
        for (var i = 0; i < SignalDetails.Capacity; i++)
        {
            var detail = i;
            signals.Write(rows, signal => signal.Signal.Details[detail]);
        }
    }

    // If the disk is full, the files cannot be finished, but they are about to be deleted anyway.
    private void TryClose()
    {
        try
        {
            Close();
        }
        catch (Exception failure) when (failure.IsDiskUnavailable())
        {
            files.Clear();
        }
    }

    private void Close()
    {
        foreach (var file in files.Values)
            file.Dispose();
        files.Clear();
    }

    /// <summary>A file of a run on disk that is hashed while it is written.</summary>
    private sealed class HashedFile : IDisposable
    {
        // Parquet writes pages and headers in small chunks.
        private const int BufferBytes = 1 << 16;

        private readonly FileStream file;
        private readonly HashedStream hashed;
        private readonly BufferedStream buffered;

        public HashedFile(string path, Column[] columns)
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            hashed = new HashedStream(file);
            buffered = new BufferedStream(hashed, BufferBytes);
            Parquet = new ArtifactFile(buffered, columns);
        }

        public ArtifactFile Parquet { get; }

        /// <summary>Finishes the file and returns its SHA-256 in hexadecimal.</summary>
        public string Close()
        {
            Parquet.Close();
            buffered.Flush();
            return hashed.Sha256();
        }

        // The buffer is not disposed, because that would retry writing what a failing disk rejected.
        public void Dispose()
        {
            Parquet.Dispose();
            hashed.Dispose();
            file.Dispose();
        }
    }
}
