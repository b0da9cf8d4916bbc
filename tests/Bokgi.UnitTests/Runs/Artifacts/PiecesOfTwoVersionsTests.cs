using Bokgi.Backtesting;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;
using Bokgi.MarketData.Locking;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Backtesting;
using Bokgi.UnitTests.Reference;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Runs.Artifacts;

/// <summary>
/// A queued run is split into pieces, each executed by a worker. The run of these tests began before an upgrade: one piece has the Parquet files
/// of the earlier version, the other piece has the rows file of this version.
/// </summary>
public sealed class PiecesOfTwoVersionsTests : IDisposable
{
    private const double Cash = 1_000_000;

    private static readonly Symbol[] Symbols = [Symbol.Parse("BTC_KRW"), Symbol.Parse("ETH_KRW"), Symbol.Parse("XRP_KRW")];

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("bokgi-pieces-");
    private readonly BacktestRequest request;
    private readonly MemoryCandleSource source;

    public PiecesOfTwoVersionsTests()
    {
        var candles = Symbols.ToDictionary(
            symbol => symbol,
            symbol => (Candle[])[.. Enumerable.Range(0, 300).Select(i => CandleAt(symbol, i))]
        );
        request = EngineConversions.ToBacktestRequest(
            new ReferenceRequest { Strategy = "volume_long_candle", InitialCash = Cash },
            candles[Symbols[0]],
            Timeframe.OneHour
        ) with
        {
            Symbols = Symbols,
        };
        source = new MemoryCandleSource(Timeframe.OneHour, request.Range);
        foreach (var (symbol, bars) in candles)
            source.Add(symbol, bars);
    }

    public void Dispose() => root.Delete(recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(null)]
    public async Task Totals_OfPieces_EqualThoseOfTheWholeRun(int? pieceOfEarlierVersion)
    {
        (string Folder, IReadOnlyDictionary<string, string>? Hashes)[] pieces =
        [
            CreatePiece("a", Symbols[..2]),
            CreatePiece("b", Symbols[2..]),
        ];
        if (pieceOfEarlierVersion is { } earlier)
        {
            ParquetTables.Replace(pieces[earlier].Folder);
            pieces[earlier].Hashes = null; // this test does not check hashes
        }

        var folder = Path.Combine(root.FullName, "run");
        var hashes = RunPieces.Gather(folder, pieces);
        var report = Backtester.Run(request, source);
        SymbolDocument[] documents = [.. report.Symbols.Select(symbolReport => SymbolDocument.Of(symbolReport, dataFingerprint: "0"))];

        var totals = await StoredRun.OpenUnchecked(folder, hashes).ComputeTotalsAsync(documents, Cash, "1H", _ => true);

        totals.ShouldBe(FiguresDocument.Of(report.Totals!));
        totals.Trades.ShouldBeGreaterThan(30);
    }

    private (string Folder, IReadOnlyDictionary<string, string>? Hashes) CreatePiece(string name, Symbol[] symbols)
    {
        var (work, folder) = (Path.Combine(root.FullName, $"making-{name}"), Path.Combine(root.FullName, "pieces", name));
        using var artifacts = new RunArtifacts(work, FileLock.Acquire($"{work}.lock", TimeSpan.Zero));
        Backtester.RunPiece(request, symbols, Cash / Symbols.Length, source, observer: artifacts);
        artifacts.MoveTo(folder);
        return (folder, artifacts.Hashes!.Files);
    }

    private static Candle CandleAt(Symbol symbol, int i)
    {
        // Each symbol has long candles at a different interval.
        var isLongCandle = i % (11 + symbol.Code.Length + symbol.Code[0] % 5) == 5;
        var open = 100 + (i % 7) + (isLongCandle ? 9 : 0);
        return new Candle(HourlyCandles.HourUtc(i), open, open + 12, open - 3, open + 10, isLongCandle ? 500 : 10);
    }
}
