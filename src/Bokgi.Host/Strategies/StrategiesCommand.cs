using System.CommandLine;
using Spectre.Console;

namespace Bokgi.Host.Strategies;

/// <summary><c>bokgi strategies [NAME]</c>: lists the strategies, or shows one with its parameters.</summary>
internal static class StrategiesCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "A strategy, to see its parameters", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "As JSON, alone on standard output" };
        var command = new Command("strategies", "Lists the strategies, or shows one with its parameters.") { name, json };
        return command.Runs((result, shell) => Run(result.GetValue(name), result.GetValue(json), shell));
    }

    private static int Run(string? name, bool asJson, Shell shell)
    {
        if (name is null)
        {
            if (asJson)
                WriteJson(shell, new { Strategies = StrategyCatalogue.All.Select(strategy => strategy.Name), StrategyCatalogue.All.Count });
            else
                WriteList(shell);
            return ExitCode.Good;
        }

        if (!StrategyCatalogue.TryFind(name, out var found, out var error))
            throw RefusedInputException.Of("name", error);

        if (asJson)
            WriteJson(shell, StrategyDocument.Of(found));
        else
            WriteOne(found, shell);
        return ExitCode.Good;
    }

    private static void WriteJson<T>(Shell shell, T value) => shell.Out.WriteLine(JsonSerializer.Serialize(value, JsonFormat.Options));

    private static void WriteList(Shell shell)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", Shell.Say("설명", "description"));
        foreach (var strategy in StrategyCatalogue.All)
            table.AddRow(strategy.Name, Shell.Say(strategy.Description.Ko, strategy.Description.En));
        shell.Write(table);
    }

    private static void WriteOne(StrategyDefinition strategy, Shell shell)
    {
        shell.Out.WriteLine(strategy.Name);
        shell.Out.WriteLine($"  {strategy.Description.Ko}");
        shell.Out.WriteLine($"  {strategy.Description.En}");
        var table = new Table().Border(TableBorder.Simple).AddColumns("parameter", "default", "allowed", Shell.Say("설명", "description"));
        foreach (var parameter in strategy.Parameters)
        {
            table.AddRow(
                parameter.Name,
                parameter.Write(parameter.Default),
                parameter.Allowed(),
                Shell.Say(parameter.Description.Ko, parameter.Description.En)
            );
        }

        shell.Write(table);
    }
}
