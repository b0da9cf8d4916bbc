namespace Bokgi.Host.Benchmarks;

/// <summary>How to output the results of a run: beside the previous one, to a csv or json file, as JSON instead of a table.</summary>
internal sealed record BenchmarkOutput(bool Compares, string? Export, bool AsJson)
{
    /// <summary>Prints and stores a run. If the state folder is not writable, the results are still printed.</summary>
    public void Write(BenchmarkRun run, BenchmarkRecords records, Shell shell)
    {
        if (AsJson)
            shell.Out.WriteLine(BenchmarkRecords.Json(run));
        else
            BenchmarkTable.Write(run, shell);
        try
        {
            records.Save(run);
            if (Export is not null)
                shell.Error.WriteLine($"{Shell.Say("저장했습니다", "written")}: {records.Export(run, Export == "csv")}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException && Export is null)
        {
            shell.Warn($"the run is not kept: {failure.Message.TrimEnd('.')}; set STATE_ROOT to a folder that can be written");
        }
    }
}
