namespace Bokgi.Host.Benchmarks;

internal sealed record BenchmarkOutput(bool Compares, string? Export, bool AsJson)
{
    /// <summary>Prints and stores a run. If the state folder is not writable, the results are still printed.</summary>
    public void Write(BenchmarkRun run, BenchmarkRecords records, Shell shell)
    {
        if (AsJson)
            shell.Out.WriteLine(BenchmarkRecords.Json(run));
        else
            WriteTable(run, shell);
        try
        {
            records.Save(run);
            if (Export is not null)
                shell.Error.WriteLine($"{Shell.Say("저장했습니다", "written")}: {records.Export(run, Export == "csv")}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException && Export is null)
        {
            shell.Warn($"the run is not stored: {failure.Message.TrimEnd('.')}; set STATE_ROOT to a writable folder");
        }
    }

    private static void WriteTable(BenchmarkRun run, Shell shell)
    {
        var place = run.Environment;
        shell.Out.WriteLine(
            $"{place.Processor}, {place.Cores} {Shell.Say("코어", "cores")}, {place.VectorBits}-bit, {place.Runtime}, {place.Commit}"
        );
        List<TextColumn<BenchmarkResult>> columns =
        [
            new(Shell.Say("항목", "name"), result => result.Name),
            new(Shell.Say("측정값", "value"), result => Number(result.Value), IsNumber: true),
            new(Shell.Say("목표", "target"), result => Number(result.Target), IsNumber: true),
            new(Shell.Say("단위", "unit"), result => result.Unit),
            new(Shell.Say("달성", "met"), result => result.Ok ? Shell.Say("예", "yes") : Shell.Say("아니요", "no")),
        ];
        if (run.Before is { } earlier)
        {
            var before = earlier.Results.DistinctBy(result => result.Name).ToDictionary(result => result.Name, result => result.Value);
            columns.Add(new($"{Shell.Say("이전", "before")} {earlier.Time}", result => Before(result, Number), IsNumber: true));
            columns.Add(new(Shell.Say("변화", "change"), result => Before(result, value => Change(result.Value / value)), IsNumber: true));

            string Before(BenchmarkResult result, Func<double, string> text) =>
                before.TryGetValue(result.Name, out var value) ? text(value) : string.Empty;
        }

        shell.Write(run.Results, columns);
    }

    private static string Change(double ratio) => Math.Round((ratio - 1) * 100).ToString("+0;-0;0", CultureInfo.InvariantCulture) + " %";

    private static string Number(double value) =>
        value.ToString(
            value >= 1_000 ? "N0"
                : value >= 1 ? "0.00"
                : "0.000000",
            CultureInfo.InvariantCulture
        );
}
