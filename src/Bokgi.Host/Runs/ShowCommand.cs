using System.CommandLine;
using Bokgi.Host.Runs.Store;

namespace Bokgi.Host.Runs;

/// <summary><c>bokgi show RUN</c>: shows a stored run.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var name = RunName.Argument(isOptional: true);
        var json = new Option<bool>("--json") { Description = "Write only JSON to standard output: the whole run" };
        var command = new Command("show", "Shows a stored run.") { name, json };
        return command.RunsAsync((result, shell) => RunAsync(result.GetValue(name)!, result.GetValue(json), shell));
    }

    private static async Task<int> RunAsync(string name, bool asJson, Shell shell)
    {
        await using var services = shell.OpenRuns();
        var run = await RunName.FindAsync(services.GetRequiredService<RunStore>(), name);
        if (asJson)
        {
            shell.WriteJson(run);
            return ExitCode.Success;
        }

        shell.Out.WriteLine($"{run.RunId}  {run.Metadata.ExecutionDate}  {string.Join(", ", run.Tags)}");
        if (run.Description is { } description)
            shell.Out.WriteLine(description);
        RunTable.Write(run, shell);
        string[] inactive = [.. run.Symbols.Where(symbol => !symbol.IsActive).Select(symbol => symbol.Symbol)];
        if (inactive.Length > 0)
            shell.Out.WriteLine($"{Shell.Localize("합계에서 제외", "not in the total")}: {string.Join(", ", inactive)}");
        return ExitCode.Success;
    }
}
