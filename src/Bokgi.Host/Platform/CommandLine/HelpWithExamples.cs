using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Bokgi.Host.Platform.CommandLine;

/// <summary>The help of System.CommandLine, followed by the command's examples.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction standard, IReadOnlyDictionary<string, string[]> examples)
    : SynchronousCommandLineAction
{
    /// <summary>True, so that help works without the command's required options.</summary>
    public override bool ClearsParseErrors => true;

    public static HelpOption Option(IReadOnlyDictionary<string, string[]> examples)
    {
        var option = new HelpOption();
        option.Action = new HelpWithExamples((SynchronousCommandLineAction)option.Action!, examples);
        return option;
    }

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = standard.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (!examples.TryGetValue(parseResult.CommandResult.Command.Name, out var lines))
            return exitCode;

        output.WriteLine($"{Shell.Say("예", "Examples")}:");
        foreach (var line in lines)
            output.WriteLine($"  bokgi {line}");
        output.WriteLine();
        return exitCode;
    }
}
