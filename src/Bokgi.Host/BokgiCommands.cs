using System.CommandLine;
using Bokgi.Host.Backtests;
using Bokgi.Host.Candles;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Strategies;

namespace Bokgi.Host;

/// <summary>The commands of the program: a table of contents.</summary>
internal static class BokgiCommands
{
    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code: 0 good, 1 refused input or nothing found, 2 failure.</returns>
    public static Task<int> RunAsync(string[] args, InvocationConfiguration invocation)
    {
        var result = Root().Parse(args);
        if (result.Errors.Count == 0)
            return result.InvokeAsync(invocation);

        foreach (var error in result.Errors)
            invocation.Error.WriteLine($"{Shell.Say("오류", "error")}: {error.Message}");
        var names = result.CommandResult.Command is RootCommand ? string.Empty : $" {result.CommandResult.Command.Name}";
        invocation.Error.WriteLine($"{Shell.Say("도움말", "help")}: bokgi{names} --help");
        return Task.FromResult(ExitCode.Refused);
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Bokgi (복기): replay coin markets move by move, and learn. Times without a zone are KST.")
        {
            BacktestCommand.Create(),
            StrategiesCommand.Create(),
            LoadCommand.Create(),
            ImportCommand.Create(),
            GenerateCommand.Create(),
            InventoryCommand.Create(),
            QualityCommand.Create(),
            InspectCommand.Create(),
            ConfigCommand.Create(),
        };
        root.Options.Add(ShellCommand.DataRoot);
        return root;
    }
}
