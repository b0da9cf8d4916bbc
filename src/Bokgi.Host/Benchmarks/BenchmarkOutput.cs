using Bokgi.Host.Platform.CommandLine;

namespace Bokgi.Host.Benchmarks;

/// <summary>How to output the results of a run.</summary>
/// <param name="Compares">Whether to show the previous run beside them.</param>
/// <param name="Export">The format of a file to write, csv or json; null for none.</param>
/// <param name="AsJson">JSON on standard output instead of a table.</param>
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
