using System.Globalization;
using System.Text.Json;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.Markets;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

/// <summary>An export equals what was stored, bit for bit. All tests share one run of real candles.</summary>
public sealed class ExportCommandTests(ExportCommandTests.StoredRunFixture fixture) : IClassFixture<ExportCommandTests.StoredRunFixture>
{
    private const double InitialCash = 10_000_000; // the default

    // The kind of rows, the format, and the number of stored columns. In the export, the stored columns come first; computed columns follow.
    public static TheoryData<string, string, int> Exports { get; } =
    [
        .. from kind in ((string Name, int Columns)[])[("trades", 16), ("signals", 9), ("equity", 2)]
        from format in (string[])["csv", "parquet", "json"]
        select new TheoryDataRow<string, string, int>(kind.Name, format, kind.Columns),
    ];

    [Theory]
    [MemberData(nameof(Exports))]
    public void Export_OneSymbol_EqualsWhatWasStored(string kind, string format, int columns)
    {
        var path = fixture.Folder.PathOf($"{kind}-back.{format}");
        fixture.RunBokgi("export", fixture.RunId, kind, "--symbol=krw-btc", "--output", path).ExitCode.ShouldBe(0);

        using var stored = new ArtifactReader(
            runId: "none",
            Directory.GetFiles(fixture.Folder.Path, ArtifactNames.RowsFile, SearchOption.AllDirectories),
            table: kind,
            isVerified: true
        );
        var isWithoutSymbol = kind == "equity"; // the export, unlike the stored file, has no symbol column
        var expected = stored.Columns.Skip(isWithoutSymbol ? 1 : 0).Take(columns).ToList();
        var exportedRows = ReadExport(path, format);

        exportedRows.Count.ShouldBe(stored.RowCount(0));
        exportedRows.Count.ShouldBeGreaterThan(300); // enough for the comparison to mean something
        for (var i = 0; i < columns; i++)
        {
            var column = stored.Read(expected[i], group: 0, from: 0, stored.RowCount(0));
            var differingRows = Enumerable
                .Range(0, exportedRows.Count)
                .Where(row => exportedRows[row][i] != FormatCell(column.GetValue(row)!, expected[i].Type == ColumnType.Time));
            differingRows.Take(3).ShouldBeEmpty($"rows of {expected[i].Name}");
        }
    }

    [Fact]
    public void Export_WithoutOptions_IsCsvOfAllSymbolsOnStandardOutput()
    {
        var trades = fixture.RunBokgi("export", "latest", "trades");

        var lines = trades.Out.TrimEnd().Split('\n');
        lines[0].ShouldStartWith("symbol,entry_time,exit_time,entry_bar,");
        lines.Length.ShouldBe(1 + fixture.Run.GetProperty("total_trades").GetInt32());
        lines[^1].ShouldStartWith("ETH_KRW,");
        trades.OutputBytes[0].ShouldBe((byte)'s', "no byte order mark");
        var equity = fixture.RunBokgi("export", "latest", "equity").Out.TrimEnd().Split('\n');
        equity[0].ShouldBe("timestamp,equity,drawdown,buy_and_hold");
        (double.Parse(equity[^1].Split(',')[1], CultureInfo.InvariantCulture) / InitialCash - 1).ShouldBe(
            fixture.Run.GetProperty("totals").GetProperty("total_return").GetDouble(),
            1e-12
        );
    }

    [Fact]
    public void Export_OntoExistingFile_NeedsOverwrite()
    {
        var path = fixture.Folder.WriteText("mine.csv", "mine");

        var refused = fixture.RunBokgi("export", "latest", "trades", "-o", path);

        (refused.ExitCode, refused.ErrorLines.ShouldHaveSingleItem()).ShouldBe(
            (1, $"error: --output '{path}' already exists; name another file, or replace it with --overwrite")
        );
        File.ReadAllText(path).ShouldBe("mine");
        fixture.RunBokgi("export", "latest", "trades", "-o", path, "--overwrite", "--format=json").ExitCode.ShouldBe(0);
        JsonDocument
            .Parse(File.ReadAllText(path))
            .RootElement.GetArrayLength()
            .ShouldBe(fixture.Run.GetProperty("total_trades").GetInt32());
        Directory.GetFiles(fixture.Folder.Path, "mine*").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("rows cannot be 'fills'; give trades or signals or equity", "latest", "fills")]
    [InlineData(
        "--output 'x.xlsx' ends in .xlsx, which is not a known format; end it in .csv, .parquet or .json, or give --format",
        "latest",
        "trades",
        "-o",
        "x.xlsx"
    )]
    [InlineData("--output cannot be '/none/x.csv': its folder does not exist; create it first", "latest", "trades", "-o", "/none/x.csv")]
    [InlineData("XRP_KRW is not in the run; it has BTC_KRW, ETH_KRW", "latest", "trades", "--symbol", "XRP_KRW")]
    [InlineData("there is no run 'ffff'; 'bokgi runs' lists them", "ffff", "equity")]
    public void Export_InvalidArguments_AreRefusedInOneLine(string message, params string[] arguments)
    {
        var refused = fixture.RunBokgi(["export", .. arguments]);

        refused.ExitCode.ShouldBe(1);
        refused.ErrorLines.ShouldHaveSingleItem().ShouldBe($"error: {message}");
    }

    private static List<string[]> ReadExport(string path, string format)
    {
        if (format == "csv")
            return [.. File.ReadAllLines(path).Skip(1).Select(line => line.Split(',').Select(BitsIfNumber).ToArray())];
        if (format == "json")
            return [.. JsonDocument.Parse(File.ReadAllText(path)).RootElement.EnumerateArray().Select(row => ReadCells(row).ToArray())];
        using var file = new ArtifactReader(runId: "none", [path], table: "the only one", isVerified: true);
        Array[] columns = [.. file.Columns.Select(column => file.Read(column, group: 0, from: 0, file.RowCount(0)))];
        bool[] isTime = [.. file.Columns.Select(column => column.Type == ColumnType.Time)];
        return
        [
            .. Enumerable
                .Range(0, file.RowCount(0))
                .Select(row => columns.Select((column, i) => FormatCell(column.GetValue(row)!, isTime[i])).ToArray()),
        ];
    }

    private static IEnumerable<string> ReadCells(JsonElement row) =>
        row.EnumerateObject()
            .SelectMany(field =>
                field.Value.ValueKind == JsonValueKind.Object ? ReadCells(field.Value) : [BitsIfNumber(field.Value.ToString())]
            );

    // Returns a number, even an integer, as the bits of its double.
    private static string BitsIfNumber(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? Bits(value) : cell;

    private static string FormatCell(object value, bool isTime) =>
        value switch
        {
            long time when isTime => UnixTime.Format(time),
            string text => text,
            _ => Bits(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        };

    private static string Bits(double value) => BitConverter.DoubleToInt64Bits(value).ToString("X16", CultureInfo.InvariantCulture);

    /// <summary>A run over three months of two markets, created on first use.</summary>
    public sealed class StoredRunFixture : IDisposable
    {
        private readonly Lazy<JsonElement> run;

        public StoredRunFixture() =>
            run = new Lazy<JsonElement>(() =>
                RunBokgi(
                    "backtest",
                    "--symbols=BTC_KRW,ETH_KRW",
                    "--strategy=volume_zone_breakout",
                    "--timeframe=1H",
                    "--start=2024-01-01",
                    "--end=2024-03-31",
                    "--stop-loss-pct=0.01",
                    "--json"
                ).Json
            );

        public TemporaryFolder Folder { get; } = new();

        public JsonElement Run => run.Value;

        public string RunId => Run.GetProperty("run_id").GetString()!;

        internal BokgiResult RunBokgi(params string[] arguments)
        {
            if (arguments[0] != "backtest")
                _ = run.Value;
            return BokgiProcess.RunWithEnvironment(
                new Dictionary<string, string> { ["DATA_ROOT"] = SharedData.Require("lake"), ["STATE_ROOT"] = Folder.Path },
                arguments
            );
        }

        public void Dispose() => Folder.Dispose();
    }
}
