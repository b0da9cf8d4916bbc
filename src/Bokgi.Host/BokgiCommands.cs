using System.CommandLine;
using System.CommandLine.Help;
using Bokgi.Host.Backtests;
using Bokgi.Host.Candles;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Settings;
using Bokgi.Host.Strategies;

namespace Bokgi.Host;

/// <summary>The commands of the program: a table of contents.</summary>
internal static class BokgiCommands
{
    private const string Name = "bokgi";

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code: 0 good, 1 refused input or nothing found, 2 failure.</returns>
    public static Task<int> RunAsync(string[] args, InvocationConfiguration invocation)
    {
        var result = Root().Parse(args);
        if (result.Errors.Count == 0)
            return result.InvokeAsync(invocation);

        foreach (var error in result.Errors)
            invocation.Error.WriteLine($"{Shell.Say("오류", "error")}: {error.Message}");
        var names = result.CommandResult.Command.Name is Name ? string.Empty : $" {result.CommandResult.Command.Name}";
        invocation.Error.WriteLine($"{Shell.Say("도움말", "help")}: {Name}{names} --help");
        return Task.FromResult(ExitCode.Refused);
    }

    // A plain command, since a root command would be named after the assembly and not after the launcher.
    private static Command Root()
    {
        var root = new Command(Name, "Bokgi (복기): replay coin markets move by move, and learn. Times without a zone are KST.")
        {
            new HelpOption(),
            new VersionOption(),
            ShellCommand.DataRoot,
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
        return root;
    }
}
