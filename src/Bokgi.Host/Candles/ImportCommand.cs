using System.CommandLine;
using Bokgi.MarketData.Lake.Import;

namespace Bokgi.Host.Candles;

internal static class ImportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "CSV, JSON, Parquet or Feather, also in .gz or .zip",
            Arity = ArgumentArity.OneOrMore,
        };
        var symbol = TextOption.Single("--symbol", "name", "The market, if the file does not contain it");
        var timeframe = TextOption.Single("--timeframe", "length", "The length of the candles, if the file does not contain it");
        var zone = TextOption.Single("--zone", "zone", "Time zone of times without one: KST (default), UTC or +09:00");
        var columns = TextOption.Single(
            "--columns",
            "columns",
            "Columns by name, such as time=Unix,volume=Amount, or by position, such as time,open,close,high,low,volume"
        );
        var layout = TextOption.Single(
            "--layout",
            "exchange",
            $"Exchange whose column order applies if the columns have no names: {string.Join(", ", CandleImporter.Layouts)}"
        );
        var replace = new Option<bool>("--replace", "--overwrite")
        {
            Description = "Within the time range of the file, keep only the bars of the file",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show how the file is interpreted, without storing anything" };
        return new Command(
            "import",
            "Imports candles into the lake. Stored bars of the same time are replaced, others are kept; an invalid or forming bar never replaces a valid one."
        )
            .With(files, symbol, timeframe, zone, columns, layout, replace, dryRun)
            .WithExamples("import KRW-BTC_1h.parquet --zone UTC --dry-run", "import candles.csv --symbol BTC_KRW --timeframe 1H")
            .RunsAsync(
                (result, shell) =>
                {
                    var errors = new InputErrors();
                    var options = new ImportOptions(
                        MarketParameters.ParseSymbol(result.GetValue(symbol), errors, "symbols"),
                        MarketParameters.ParseTimeframe(result.GetValue(timeframe), errors)
                    )
                    {
                        Zone = result.GetValue(zone),
                        Columns = result.GetValue(columns),
                        Layout = result.GetValue(layout),
                        Replace = result.GetValue(replace),
                    };
                    errors.ThrowIfAny();
                    return RunAsync(result.GetValue(files) ?? [], options, result.GetValue(dryRun), shell);
                }
            );
    }

    private static async Task<int> RunAsync(string[] paths, ImportOptions options, bool isDryRun, Shell shell)
    {
        var importer = new CandleImporter(new CandleLake(shell.Settings.DataRoot), shell.Clock);
        var failedFiles = 0;
        foreach (var path in paths)
        {
            try
            {
                await ImportAsync(importer, path, options, isDryRun, shell);
            }
            catch (LakeException failure) when (paths.Length > 1 && failure.Kind != LakeErrorKind.Busy)
            {
                shell.WriteError(failure.Message);
                failedFiles++;
            }
        }

        if (failedFiles == 0)
            return ExitCode.Success;
        shell.WriteError(
            Shell.Localize(
                $"파일 {paths.Length}개 중 {failedFiles}개를 가져오지 못했습니다",
                $"{failedFiles} of {paths.Length} files were refused"
            )
        );
        return ExitCode.Refused;
    }

    private static async Task ImportAsync(CandleImporter importer, string path, ImportOptions options, bool isDryRun, Shell shell)
    {
        using var plan = await TerminalProgress.ShowAsync(
            shell,
            Path.GetFileName(path),
            task => Task.FromResult(importer.Read(path, options, task is null ? null : share => task.Value = share, shell.Cancel))
        );
        PrintPlan(plan, shell);
        if (isDryRun)
        {
            shell.Out.WriteLine("  dry run: nothing was stored");
            return;
        }

        var written = importer.Apply(plan, shell.Cancel).Written;
        shell.Out.WriteLine(
            $"  stored: {written.Added:N0} added, {written.Replaced:N0} replaced, {written.Unchanged:N0} unchanged, {written.LeftOut:N0} left out, {written.Removed:N0} removed"
        );
        foreach (var file in written.Files)
            shell.Out.WriteLine($"    {file}");
    }

    private static void PrintPlan(ImportPlan plan, Shell shell)
    {
        var output = shell.Out;
        output.WriteLine($"{plan.File}: {WireNames.Of(plan.Format)}");
        output.WriteLine($"  symbol {plan.Symbol} ({plan.SymbolFrom}), timeframe {plan.Timeframe} ({plan.TimeframeFrom})");
        output.WriteLine($"  zone: {plan.Zone}");
        output.WriteLine($"  columns: {string.Join(", ", plan.Columns.Select(column => $"{column.Source} = {column.Meaning}"))}");
        output.WriteLine(
            $"  {plan.FinishedRows:N0} rows, {WireNames.Of(plan.Order)}: {plan.RowsToStore:N0} to store, {plan.OutOfOrder:N0} out of order, {plan.Duplicates:N0} duplicates{DescribeDiffering(plan)}, {plan.WithoutPrice:N0} without a price, {plan.OffGrid:N0} off the grid, {plan.Forming:N0} still forming, {plan.Invalid:N0} invalid"
        );
        output.WriteLine(
            $"  compared with the lake: {plan.New:N0} new, {plan.Equal:N0} equal, {plan.Changed:N0} changed, {plan.LeftOut:N0} left out (invalid where a valid one is stored){DescribeRemoved(plan)}"
        );
        foreach (var change in plan.LargestChanges)
            output.WriteLine($"    {UnixTime.Format(change.Row.TimeUtc)} {FormatValues(change.Stored)} becomes {FormatValues(change.Row)}");
        if (plan is { FirstUtc: { } first, LastUtc: { } last })
            output.WriteLine($"  {UnixTime.Format(first)} … {UnixTime.Format(last)}");
        foreach (var bar in plan.InvalidSamples)
            shell.Warn($"{UnixTime.Format(bar.Candle.TimeUtc)} {WireNames.Of(bar.Fault)}: backtests ignore it");
        foreach (var warning in plan.Warnings)
            shell.Warn(warning);
    }

    private static string DescribeDiffering(ImportPlan plan) =>
        plan.DifferingDuplicates == 0 ? string.Empty : $" ({plan.DifferingDuplicates:N0} of them with other values; the last one counts)";

    private static string DescribeRemoved(ImportPlan plan) => plan.Replace ? $", {plan.Removed:N0} stored ones to remove" : string.Empty;

    private static string FormatValues(in Candle candle) =>
        $"{candle.Open}/{candle.High}/{candle.Low}/{candle.Close} volume {candle.Volume}";
}
