using System.CommandLine;
using Bokgi.Host.Reports.Charts;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Rows;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Reports.Exports;

internal static class ExportCommand
{
    public static Command Create()
    {
        var name = RunName.Argument();
        var rows = new Argument<string>("rows") { Description = "trades, signals or equity" };
        var symbol = TextOption.Single(
            "--symbol",
            "name",
            "Only this market (default: all markets; equity then combines the markets that are included in the run's totals)"
        );
        var format = TextOption.Single("--format", "name", "csv, parquet or json (default: by the file's extension, else csv)");
        var output = TextOption.Single("--output", "file", "File to write to (default: standard output)", "-o");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file if it exists" };
        return new Command("export", "Writes trades, signals or equity of a run for a spreadsheet, pandas or DuckDB.")
            .With(name, rows, symbol, format, output, overwrite)
            .WithExamples("export latest trades --output trades.csv", "export latest equity --format parquet -o equity.parquet --overwrite")
            .RunsAsync(
                (result, shell) =>
                {
                    var errors = new InputErrors();
                    var rowKind = WireNames.Read(result.GetValue(rows), RowKind.Trades, "rows", errors);
                    var path = result.GetValue(output);
                    var rowFormat = ReadFormat(result.GetValue(format), path, errors);
                    OutputFile.Check(path, result.GetValue(overwrite), errors);
                    if (path is null && rowFormat == RowFormat.Parquet && shell.IsOutTerminal)
                        errors.Add("output", "parquet cannot be shown in a terminal; name a file with --output, or pipe it");
                    errors.ThrowIfAny();
                    return RunAsync(
                        result.GetValue(name)!,
                        rowKind,
                        result.GetValue(symbol),
                        table => WriteTo(path, result.GetValue(overwrite), rowFormat, table),
                        shell
                    );
                }
            );
    }

    private static async Task<int> RunAsync(string name, RowKind rowKind, string? symbol, Action<RowTable> write, Shell shell)
    {
        await using var services = shell.OpenRuns();
        var (run, files) = await RunName.FindWithFilesAsync(services.GetRequiredService<RunStore>(), name);
        var requested = RunSymbols.Parse(symbol);
        var symbolIndexes = RunSymbols.IndexesOf(run, requested);
        if (symbolIndexes.Count == 0)
            throw RunSymbols.CreateNotInRunException(run, requested);
        var storedRun = services.GetRequiredService<RunArchive>().Open(run, files);
        if (rowKind == RowKind.Equity)
        {
            var curve = await RunCurve.ReadAsync(run, storedRun, requested, new CandleLake(shell.Settings.DataRoot), shell.Cancel);
            if (curve.Warning is { } warning)
                shell.Warn(Shell.Localize(warning.Ko, warning.En));
            write(curve.ToTable(CurveDownsampling.SelectPoints(curve, points: 0))); // 0 selects every point
            return ExitCode.Success;
        }

        using var rows = new RunRows(
            await (rowKind == RowKind.Trades ? storedRun.OpenTradesAsync() : storedRun.OpenSignalsAsync()),
            run,
            symbolIndexes
        );
        var details = rowKind == RowKind.Signals ? RunRowsEndpoints.DetailNames(run) : [];
        write(RowTable.Of(rows, new Paging(Limit: int.MaxValue, Offset: 0), details, shell.Cancel));
        return ExitCode.Success;
    }

    private static void WriteTo(string? path, bool mayReplace, RowFormat format, RowTable table)
    {
        using var output = new BufferedStream(Shell.OpenOut());
        if (path is null)
            RowFile.Write(table, format, output);
        else
            OutputFile.Write(path, mayReplace, stream => RowFile.Write(table, format, stream));
    }

    private static RowFormat ReadFormat(string? name, string? path, InputErrors errors)
    {
        var ending = Path.GetExtension(path ?? string.Empty).TrimStart('.').ToLowerInvariant();
        if (name is not null || ending.Length == 0)
            return WireNames.Read(name, RowFormat.Csv, "format", errors);
        if (Enum.GetValues<RowFormat>().Any(format => WireNames.Of(format) == ending))
            return WireNames.Parse<RowFormat>(ending);
        errors.Add(
            "output",
            $"--output '{path}' ends in .{ending}, which is not a known format; end it in .csv, .parquet or .json, or give --format"
        );
        return RowFormat.Csv;
    }

    private enum RowKind
    {
        Trades,
        Signals,
        Equity,
    }
}
