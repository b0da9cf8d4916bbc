using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Bokgi.MarketData.Lake;
using Bokgi.MarketData.Lake.Import;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.UnitTests.Lake;
using ParquetSharp;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Import;

/// <summary>Files with a column that marks bars as ended or not ended, in each type that such a column may have.</summary>
public sealed class UnfinishedMarkTests : IDisposable
{
    private static readonly Candle[] Bars =
    [
        .. Enumerable
            .Range(0, 4)
            .Select(i => new Candle((ImportSetup.FirstHourSeconds + (i * 3_600)) * 1_000_000, 100 + i, 102 + i, 99 + i, 101 + i, 10 + i)),
    ];

    // In each column the first bar is marked as ended, the second and the last as not ended; the third bar has no mark.
    private static readonly Dictionary<string, Func<ExternalParquetFile, ExternalParquetFile>> Columns = new(StringComparer.Ordinal)
    {
        ["boolean"] = file => file.Optional<bool>("closed", LogicalType.None(), PhysicalType.Boolean, true, false, null, false),
        ["int32"] = file => file.Optional<int>("confirm", LogicalType.None(), PhysicalType.Int32, 1, 0, null, 0),
        ["uint8"] = file => file.Optional<int>("confirm", LogicalType.Int(8, false), PhysicalType.Int32, 1, 0, null, 0),
        ["int64"] = file => file.Optional<long>("confirm", LogicalType.None(), PhysicalType.Int64, 1, 0, null, 0),
        ["decimal"] = file => file.Optional<int>("confirm", LogicalType.Decimal(4, 2), PhysicalType.Int32, 100, 0, null, 0),
        ["float"] = file => file.Optional<float>("confirm", LogicalType.None(), PhysicalType.Float, 1, 0, null, 0),
        ["double"] = file => file.Optional<double>("confirm", LogicalType.None(), PhysicalType.Double, 1, 0, null, 0),
        ["NaN"] = file => file.Doubles("confirm", 1, 0, double.NaN, -0.0),
        ["text digits"] = file => file.OptionalTexts("confirm", "1", "0", null, " 0.0 "),
        ["text words"] = file => file.OptionalTexts("is_closed", "True", "FALSE", "", "no"),
    };

    private readonly ImportSetup setup = new();

    public static TheoryData<string> ColumnTypes() => [.. Columns.Keys];

    public void Dispose() => setup.Dispose();

    [Theory]
    [MemberData(nameof(ColumnTypes))]
    public void Parquet_RowsMarkedAsUnfinished_AreLeftOut(string type)
    {
        using var plan = Read(Columns[type](ExternalParquetFile.FromBars(Bars)));

        (plan.FinishedRows, plan.RowsToStore, plan.Forming).ShouldBe((2, 2, 2));
        RowsOf(plan).ShouldBe([Bars[0], Bars[2]]);
    }

    [Fact]
    public void Parquet_MarksInManyRowGroupsAndChunks_BelongToTheirRows()
    {
        // The importer reads rows in chunks, and texts in batches. This file has more rows than either.
        Candle[] minutes =
        [
            .. Enumerable
                .Range(0, 150_000)
                .Select(i => new Candle((ImportSetup.FirstHourSeconds + (i * 60L)) * 1_000_000, 100, 102, 99, 101, 1 + i)),
        ];
        bool[] hasEnded = [.. minutes.Select((_, i) => i % 7 != 3)];
        Candle[] ended = [.. minutes.Where((_, i) => hasEnded[i])];
        var files = new[]
        {
            new ExternalParquetFile { RowsPerGroup = 70_000 }.Add("closed", LogicalType.None(), PhysicalType.Boolean, hasEnded),
            new ExternalParquetFile { RowsPerGroup = 70_000 }.Texts("closed", [.. hasEnded.Select(mark => mark ? "true" : "false")]),
        };
        foreach (var file in files)
        {
            using var plan = Read(
                file.Times("timestamp", isUtc: true, ParquetSharp.TimeUnit.Micros, [.. minutes.Select(bar => bar.TimeUtc)]).Prices(minutes),
                new ImportOptions(Timeframe: Timeframe.Parse("1M"))
            );

            (plan.RowsToStore, plan.Forming).ShouldBe((ended.Length, minutes.Length - ended.Length));
            RowsOf(plan).ShouldBe(ended);
        }
    }

    [Fact]
    public void Parquet_BarsWithoutAMark_CountAsEnded()
    {
        using var plan = Read(
            ExternalParquetFile.FromBars(Bars).Optional<bool>("closed", LogicalType.None(), PhysicalType.Boolean, null, null, null, null)
        );
        using var untypedPlan = Read(
            ExternalParquetFile.FromBars(Bars).Optional<int>("closed", LogicalType.Null(), PhysicalType.Int32, null, null, null, null)
        );

        (plan.RowsToStore, plan.Forming).ShouldBe((4, 0));
        (untypedPlan.RowsToStore, untypedPlan.Forming).ShouldBe((4, 0));
    }

    [Fact]
    public void Parquet_MarksOfAnUnreadableType_AreRefused()
    {
        var file = ExternalParquetFile.FromBars(Bars).Add("confirm", LogicalType.Date(), PhysicalType.Int32, 1, 0, 1, 0);

        var refusal = Should.Throw<LakeException>(() => Read(file).Dispose());

        refusal.Kind.ShouldBe(LakeErrorKind.MalformedFile);
        refusal.Message.ShouldBe(
            "candles.parquet marks in 'confirm' which bars have ended, as Int32 Date; write it as booleans, numbers or text, or leave it out"
        );
    }

    [Fact]
    public void Parquet_ColumnNamedByTheCaller_MarksTheRows()
    {
        var file = ExternalParquetFile.FromBars(Bars).Add("flag", LogicalType.None(), PhysicalType.Boolean, true, false, true, true);

        using var plan = Read(file, new ImportOptions(Columns: "time,open,high,low,close,volume,closed"));

        (plan.RowsToStore, plan.Forming).ShouldBe((3, 1));
    }

    [Fact]
    public void File_WithOnlyUnfinishedRows_IsRefused()
    {
        const string Message = " holds no finished bar: every row is marked as not ended; nothing to store";
        var file = ExternalParquetFile.FromBars(Bars).Add("closed", LogicalType.None(), PhysicalType.Boolean, new bool[4]);

        Should.Throw<LakeException>(() => Read(file).Dispose()).Message.ShouldBe("candles.parquet" + Message);
        setup
            .GetRefusalMessage("BTC_KRW-1h.csv", "time,open,high,low,close,volume,confirm\n2024-01-01 09:00,1,2,1,2,3,0\n")
            .ShouldBe("BTC_KRW-1h.csv" + Message);
    }

    [Fact]
    public void Arrow_BooleanMarks_AreUnderstood()
    {
        var marks = new BooleanArray.Builder().Append(true).Append(false).AppendNull().Append(false).Build();
        var path = Path.Combine(setup.Folder, "BTC_KRW-1h.feather");
        WriteArrow(path, marks);

        using var plan = setup.Importer.Read(path, new ImportOptions());

        (plan.RowsToStore, plan.Forming).ShouldBe((2, 2));
        RowsOf(plan).ShouldBe([Bars[0], Bars[2]]);
    }

    [Fact]
    public void Csv_ZeroWithDecimals_MarksAnUnfinishedRow()
    {
        // pandas writes whole numbers like this if one of them is missing.
        const string Text =
            "time,open,high,low,close,volume,confirm\n2024-01-01 09:00,1,2,1,2,3,1.0\n2024-01-01 10:00,1,2,1,2,3,\n2024-01-01 11:00,1,2,1,2,3,0.0\n";

        using var plan = setup.Read("BTC_KRW-1h.csv", Text);

        (plan.RowsToStore, plan.Forming).ShouldBe((2, 1));
    }

    private ImportPlan Read(ExternalParquetFile file, ImportOptions? options = null)
    {
        var path = Path.Combine(setup.Folder, "candles.parquet");
        file.Save(path);
        options ??= new ImportOptions(Timeframe: Timeframe.OneHour);
        return setup.Importer.Read(path, options with { Symbol = Symbol.Parse("BTC_KRW") });
    }

    private static IEnumerable<Candle> RowsOf(ImportPlan plan) => Enumerable.Range(0, plan.Rows.Count).Select(i => plan.Rows[i]);

    private static void WriteArrow(string path, BooleanArray marks)
    {
        (string Name, IArrowType Type, IArrowArray Values)[] columns =
        [
            ("time", Int64Type.Default, new Int64Array.Builder().AppendRange(Bars.Select(bar => bar.TimeUtc)).Build()),
            ("open", DoubleType.Default, new DoubleArray.Builder().AppendRange(Bars.Select(bar => bar.Open)).Build()),
            ("high", DoubleType.Default, new DoubleArray.Builder().AppendRange(Bars.Select(bar => bar.High)).Build()),
            ("low", DoubleType.Default, new DoubleArray.Builder().AppendRange(Bars.Select(bar => bar.Low)).Build()),
            ("close", DoubleType.Default, new DoubleArray.Builder().AppendRange(Bars.Select(bar => bar.Close)).Build()),
            ("volume", DoubleType.Default, new DoubleArray.Builder().AppendRange(Bars.Select(bar => bar.Volume)).Build()),
            ("closed", BooleanType.Default, marks),
        ];
        var schema = new Schema([.. columns.Select(column => new Field(column.Name, column.Type, true))], null);
        using var batch = new RecordBatch(schema, columns.Select(column => column.Values), Bars.Length);
        using var stream = File.Create(path);
        using var writer = new ArrowFileWriter(stream, schema);
        writer.WriteRecordBatch(batch);
        writer.WriteEnd();
    }
}
