using System.CommandLine;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Requests;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Backtests;

/// <summary><c>bokgi rerun RUN</c>: repeats a run's request and compares the results.</summary>
internal static class RerunCommand
{
    public static Command Create()
    {
        var name = RunName.Argument(isOptional: true);
        var json = new Option<bool>("--json") { Description = "Write only JSON to standard output: the comparison and the new run" };
        var command = new Command("rerun", "Repeats the request of a run, stores the new run, and shows whether the figures are the same.")
        {
            name,
            json,
        };
        return command.RunsAsync((result, shell) => RunAsync(result.GetValue(name)!, result.GetValue(json), shell));
    }

    private static async Task<int> RunAsync(string name, bool asJson, Shell shell)
    {
        await using var services = shell.OpenRuns();
        var before = await RunName.FindAsync(services.GetRequiredService<RunStore>(), name);
        var lake = shell.OpenLake();
        var plan = new BacktestReader(lake).Read(RunRequest.CreateForRepeat(before));
        var recording = new RunRecording(new BacktestRunner(lake, shell.Settings, shell.Clock), services.GetRequiredService<RunArchive>());
        var after = await RunProgress.ShowAsync(
            shell,
            observer => recording.RunAsync(plan, Environment.ProcessorCount, observer, shell.Cancel)
        );
        var rerun = RerunDocument.Of(before, after);
        if (asJson)
            shell.WriteJson(rerun);
        else
            Write(rerun, shell);
        await services.UploadAsync(shell);
        return ExitCode.Success;
    }

    private static void Write(RerunDocument rerun, Shell shell)
    {
        RunTable.Write(rerun.Run, shell);
        shell.Out.WriteLine($"{rerun.PreviousRunId} → {rerun.Run.RunId}");
        shell.Out.WriteLine(
            rerun.FiguresEqual
                ? Shell.Localize("모든 지표가 같습니다", "all figures are the same")
                : $"{Shell.Localize("지표가 다릅니다", "figures differ")}: {string.Join(", ", rerun.DifferentSymbols)}"
        );
        shell.Out.WriteLine(
            rerun.DataChanged
                ? Shell.Localize("캔들이 바뀌었습니다", "the candles have changed")
                : Shell.Localize("캔들은 그대로입니다", "the candles are the same")
        );
    }
}
