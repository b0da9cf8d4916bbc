namespace Bokgi.Host.Benchmarks;

/// <summary>How the runs of <c>bokgi benchmark</c> are shown and stored.</summary>
/// <param name="Compares">Whether to show the previous run beside the new one.</param>
/// <param name="Export">The format of an additional file, <c>csv</c> or <c>json</c>; null for none.</param>
/// <param name="AsJson">Whether to print JSON instead of a table.</param>
internal sealed record BenchmarkOutput(bool Compares, string? Export, bool AsJson)
{
    /// <summary>
    /// Prints and stores a run. If the state folder is not writable, that is an error with <c>--export</c>, and otherwise only a warning.
    /// </summary>
    public void Write(BenchmarkRun run, BenchmarkRecords records, Shell shell)
    {
        if (AsJson)
            shell.Out.WriteLine(BenchmarkRecords.ToJson(run));
        else
            WriteTable(run, shell);
        try
        {
            records.Save(run);
            if (Export is not null)
                shell.Error.WriteLine($"{Shell.Localize("저장했습니다", "written")}: {records.Export(run, asCsv: Export == "csv")}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException && Export is null)
        {
            shell.Warn($"the run is not stored: {failure.Message.TrimEnd('.')}; set STATE_ROOT to a writable folder");
        }
    }

    private static void WriteTable(BenchmarkRun run, Shell shell)
    {
        var environment = run.Environment;
        shell.Out.WriteLine(
            $"{environment.Processor}, {environment.Cores} {Shell.Localize("코어", "cores")}, {environment.VectorBits}-bit, {environment.Runtime}, {environment.Commit}"
        );
        List<TextColumn<BenchmarkResult>> columns =
        [
            new(Shell.Localize("항목", "name"), result => result.Name),
            new(Shell.Localize("측정값", "value"), result => FormatNumber(result.Value), IsNumber: true),
            new(Shell.Localize("목표", "target"), result => FormatNumber(result.Target), IsNumber: true),
            new(Shell.Localize("단위", "unit"), result => result.Unit),
            new(Shell.Localize("달성", "met"), result => result.Ok ? Shell.Localize("예", "yes") : Shell.Localize("아니요", "no")),
        ];
        if (run.Before is { } earlier)
        {
            var earlierValues = earlier
                .Results.DistinctBy(result => result.Name)
                .ToDictionary(result => result.Name, result => result.Value);
            columns.Add(
                new($"{Shell.Localize("이전", "before")} {earlier.Time}", result => FormatComparison(result, FormatNumber), IsNumber: true)
            );
            columns.Add(
                new(
                    Shell.Localize("변화", "change"),
                    result => FormatComparison(result, earlierValue => FormatChange(result.Value / earlierValue)),
                    IsNumber: true
                )
            );

            string FormatComparison(BenchmarkResult result, Func<double, string> formatEarlierValue) =>
                earlierValues.TryGetValue(result.Name, out var earlierValue) ? formatEarlierValue(earlierValue) : string.Empty;
        }

        shell.Write(run.Results, columns);
    }

    private static string FormatChange(double ratio) =>
        Math.Round((ratio - 1) * 100).ToString("+0;-0;0", CultureInfo.InvariantCulture) + " %";

    private static string FormatNumber(double value) =>
        value.ToString(
            value >= 1_000 ? "N0"
                : value >= 1 ? "0.00"
                : "0.000000",
            CultureInfo.InvariantCulture
        );
}
