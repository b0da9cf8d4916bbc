using Bokgi.Backtesting;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;
using Bokgi.MarketData.Locking;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Backtesting;
using Bokgi.UnitTests.Reference;
using Bokgi.UnitTests.Runs.Artifacts;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Fuzzing;

/// <summary>
/// Damaged files of a stored run must be read or reported as damaged. The run is stored without hashes, which would reveal any damage.
/// </summary>
[Collection(NotInParallel.Name)]
public sealed class RunFileFuzzTests : IDisposable
{
    private static readonly Symbol[] Symbols = [Symbol.Parse("BTC_KRW"), Symbol.Parse("ETH_KRW")];

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("bokgi-run-");
    private readonly string folder;
    private readonly SymbolDocument[] symbols;

    public RunFileFuzzTests()
    {
        folder = Path.Combine(root.FullName, "run");
        symbols = WriteRun();
    }

    public void Dispose() => root.Delete(recursive: true);

    [Theory]
    [InlineData(ArtifactNames.Trades)]
    [InlineData(ArtifactNames.Signals)]
    [InlineData(ArtifactNames.Equity)]
    public void RowsFile_Damaged_IsReadOrReportedAsDamaged(string table) => DamageAndRead(ArtifactNames.RowsFile, table);

    [Theory]
    [InlineData(ArtifactNames.Trades)]
    [InlineData(ArtifactNames.Signals)]
    [InlineData(ArtifactNames.Equity)]
    public void FileOfAnEarlierVersion_Damaged_IsReadOrReportedAsDamaged(string table)
    {
        ParquetTables.Replace(folder);

        DamageAndRead(ArtifactNames.ParquetFileOf(table), table);
    }

    private void DamageAndRead(string name, string table)
    {
        var path = Path.Combine(folder, name);
        var run = new StoredRun(
            "fuzz",
            symbols,
            candidateFolders: () => AsyncEnumerable.Repeat(folder, 1),
            computeHash: _ => null,
            storedHashes: null,
            computeHashes: _ => Task.FromResult<ArtifactHashes?>(null)
        );
        Fuzz.Run(
            $"{Path.GetExtension(name)} {table}",
            100,
            [File.ReadAllBytes(path)],
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                ReadAndCheck(run, table);
            },
            e => e is LostDataException && e.Message.StartsWith($"{name} of run fuzz is damaged", StringComparison.Ordinal)
        );
    }

    private void ReadAndCheck(StoredRun run, string table)
    {
        var openTask = table switch
        {
            ArtifactNames.Trades => run.OpenTradesAsync(),
            ArtifactNames.Signals => run.OpenSignalsAsync(),
            _ => run.OpenEquityAsync(),
        };
        using var reader = openTask.GetAwaiter().GetResult();
        for (var i = 0; i < symbols.Length; i++)
        {
            if (table == ArtifactNames.Trades)
                StoredRun.ReadTrades(reader, i).Length.ShouldBe(symbols[i].Trades);
            foreach (var column in reader.Columns)
                reader.Read(column, i, from: 0, reader.RowCount(i)).Length.ShouldBe(reader.RowCount(i));
        }
    }

    private SymbolDocument[] WriteRun()
    {
        List<Candle> candles = [.. Enumerable.Range(0, 300).Select(Candle)];
        var request = EngineConversions.ToBacktestRequest(
            new ReferenceRequest { Strategy = "volume_long_candle", InitialCash = 1_000_000 },
            candles,
            Timeframe.OneHour
        ) with
        {
            Symbols = Symbols,
        };
        var source = new MemoryCandleSource(Timeframe.OneHour, request.Range);
        foreach (var symbol in Symbols)
            source.Add(symbol, candles);
        var workFolder = Path.Combine(root.FullName, "making");
        using var artifacts = new RunArtifacts(workFolder, FileLock.Acquire($"{workFolder}.lock", TimeSpan.Zero));
        var report = Backtester.Run(request, source, observer: artifacts);
        artifacts.MoveTo(folder);
        SymbolDocument[] documents = [.. report.Symbols.Select(symbol => SymbolDocument.Of(symbol, dataFingerprint: "0"))];
        documents.ShouldAllBe(symbol => symbol.Trades > 5 && symbol.Signals > 5 && symbol.Bars == candles.Count);
        return documents;
    }

    private static Candle Candle(int i)
    {
        var isLongCandle = i % 13 == 5;
        var open = 100 + (i % 7) + (isLongCandle ? 9 : 0);
        return new Candle(HourlyCandles.HourUtc(i), open, open + 12, open - 3, open + 10, isLongCandle ? 500 : 10);
    }
}
