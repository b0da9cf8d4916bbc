using System.CommandLine;

namespace Bokgi.Host.Strategies;

/// <summary><c>bokgi strategies [NAME]</c>: lists the strategies, or shows one with its parameters.</summary>
internal static class StrategiesCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name")
        {
            Description = "The strategy to show with its parameters",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Print only JSON to standard output" };
        var command = new Command("strategies", "Lists the strategies, or shows one with its parameters.") { name, json };
        return command.Runs((result, shell) => Run(result.GetValue(name), result.GetValue(json), shell));
    }

    private static int Run(string? name, bool asJson, Shell shell)
    {
        if (name is null && asJson)
            shell.WriteJson(new { Strategies = StrategyCatalogue.All.Select(strategy => strategy.Name), StrategyCatalogue.All.Count });
        else if (name is null)
            shell.Write(
                StrategyCatalogue.All,
                new("name", strategy => strategy.Name),
                new(Shell.Localize("설명", "description"), strategy => Shell.Localize(strategy.Description.Ko, strategy.Description.En))
            );
        else if (!StrategyCatalogue.TryFind(name, out var found, out var error))
            throw InvalidInputException.ForField("name", error);
        else if (asJson)
            shell.WriteJson(StrategyDocument.Of(found));
        else
            Write(found, shell);
        return ExitCode.Success;
    }

    private static void Write(StrategyDefinition strategy, Shell shell)
    {
        shell.Out.WriteLine(strategy.Name);
        shell.Out.WriteLine($"  {strategy.Description.Ko}");
        shell.Out.WriteLine($"  {strategy.Description.En}");
        shell.Write(
            strategy.Parameters,
            new("parameter", parameter => parameter.Name),
            new("default", parameter => parameter.Format(parameter.Default)),
            new("allowed", parameter => parameter.DescribeAllowedValues()),
            new(Shell.Localize("설명", "description"), parameter => Shell.Localize(parameter.Description.Ko, parameter.Description.En))
        );
    }
}
