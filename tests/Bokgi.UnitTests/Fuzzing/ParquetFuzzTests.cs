using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Bombs;
using Bokgi.UnitTests.Import;
using Bokgi.UnitTests.Lake;
using ParquetSharp;
using Xunit;

namespace Bokgi.UnitTests.Fuzzing;

/// <summary>The lake's fast reader, the generic reader and the import must read or refuse damaged Parquet files.</summary>
[Collection(NotInParallel.Name)]
public sealed class ParquetFuzzTests : IDisposable
{
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC_KRW");

    private static readonly Candle[] Bars =
    [
        .. Enumerable
            .Range(0, 200)
            .Select(i =>
                TemporaryLake.Bar(TemporaryLake.TimeOf("2024-05-01T00:00Z") + (i * Timeframe.OneHour.NominalMicroseconds), (i % 17) + 1)
            ),
    ];

    private readonly TemporaryLake temp = new();
    private readonly ImportSetup setup = new();

    public void Dispose()
    {
        temp.Dispose();
        setup.Dispose();
    }

    [Fact]
    public void Lake_DamagedFilesOfTheLake_AreReadOrRefused() => Fuzz.Run("parquet-own", 300, [LakeFileBytes()], ReadAsLake, IsRefusal);

    [Fact]
    public void Lake_DamagedFilesOfOtherPrograms_AreReadOrRefused() =>
        Fuzz.Run("parquet-others", 400, FilesOfOtherPrograms(), ReadAsLake, IsRefusal);

    [Fact]
    public void Import_DamagedFiles_AreReadOrRefused()
    {
        var path = Path.Combine(setup.Folder, "BTC_KRW_1h.parquet");
        Fuzz.Run(
            "parquet-import",
            200,
            [LakeFileBytes(), .. FilesOfOtherPrograms()],
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                setup.Importer.Read(path, new ImportOptions()).Dispose();
            },
            IsRefusal
        );
    }

    // Busy would mean that a lock is held, not that the file is damaged. The message must be short: it must not repeat much of the file.
    private static bool IsRefusal(Exception e) => e is LakeException { Kind: not LakeErrorKind.Busy, Message.Length: < 1_000 };

    private void ReadAsLake(byte[] bytes)
    {
        File.WriteAllBytes(temp.PathOf("BTC_KRW/1H/2024.parquet"), bytes);
        _ = temp.Lake.Inventory();
        _ = temp.Lake.Inspect("BTC_KRW/1H/2024.parquet");
        var middle = new TimeRange(Bars[50].TimeUtc, Bars[150].TimeUtc);
        _ = temp.Lake.Outline(Bitcoin, Timeframe.OneHour, middle);
        _ = temp.Lake.HasCandles(Bitcoin, Timeframe.OneHour, middle);
        temp.Lake.LoadSeries(Bitcoin, Timeframe.OneHour, middle, warmupBars: 10).Dispose();
        _ = temp.Lake.Quality(Bitcoin, Timeframe.OneHour, TimeRange.All);
    }

    private byte[] LakeFileBytes()
    {
        temp.Write("BTC_KRW", Timeframe.OneHour, Bars);
        return File.ReadAllBytes(temp.PathOf("BTC_KRW/1H/2024.parquet"));
    }

    private byte[][] FilesOfOtherPrograms() =>
        [
            BytesOf(ExternalParquetFile.FromBars(Bars)),
            BytesOf(
                new ExternalParquetFile { RowsPerGroup = 70 }
                    .Optional(
                        "timestamp",
                        LogicalType.Timestamp(isAdjustedToUtc: false, TimeUnit.Nanos),
                        PhysicalType.Int64,
                        [.. Bars.Select(bar => (long?)(bar.TimeUtc * 1_000))]
                    )
                    .Prices(Bars)
                    .Texts("symbol", [.. Bars.Select(_ => "BTC_KRW")])
                    .WithoutStatistics()
            ),
            BytesOf(
                new ExternalParquetFile { RowsPerGroup = 150 }
                    .Times("timestamp", isUtc: true, TimeUnit.Millis, [.. Bars.Select(bar => bar.TimeUtc / 1_000)])
                    .Prices(Bars)
                    .Texts("timeframe", [.. Bars.Select(_ => "1H")])
                    .Metadata("pandas", """{"index_columns":["timestamp"]}""")
            ),
            BytesOf(
                ExternalParquetFile
                    .FromBars(Bars)
                    .Optional<bool>(
                        "closed",
                        LogicalType.None(),
                        PhysicalType.Boolean,
                        [.. Bars.Select((_, i) => i % 3 == 0 ? null : (bool?)(i < 199))]
                    )
            ),
            BytesOf(
                ExternalParquetFile
                    .FromBars(Bars)
                    .OptionalTexts(
                        "confirm",
                        // Every third value is missing; the last bar is unfinished, which OKX writes as 0.
                        [
                            .. Bars.Select(
                                (_, i) =>
                                    i % 3 == 0 ? null
                                    : i < 199 ? "1"
                                    : "0"
                            ),
                        ]
                    )
            ),
            // A small file that claims to have 500 rows.
            new BombFile { Times = [Bars[0].TimeUtc, Bars[1].TimeUtc], Rows = 500 }.ToArray(),
        ];

    private byte[] BytesOf(ExternalParquetFile file)
    {
        var path = Path.Combine(setup.Folder, "other.parquet");
        file.Save(path);
        return File.ReadAllBytes(path);
    }
}
