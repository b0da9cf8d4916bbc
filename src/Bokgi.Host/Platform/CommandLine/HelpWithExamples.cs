using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Bokgi.Host.Platform.CommandLine;

/// <summary>The help of System.CommandLine, followed by the command's examples.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction builtInHelp) : SynchronousCommandLineAction
{
    /// <summary>The examples of each command; each is a command line without the program's name.</summary>
    public static ConditionalWeakTable<Command, string[]> Examples { get; } = [];

    public override bool ClearsParseErrors => true;

    public static HelpOption CreateOption()
    {
        var option = new HelpOption();
        option.Action = new HelpWithExamples((SynchronousCommandLineAction)option.Action!);
        return option;
    }

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = builtInHelp.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (!Examples.TryGetValue(parseResult.CommandResult.Command, out var lines))
            return exitCode;

        output.WriteLine($"{Shell.Localize("예시", "Examples")}:");
        foreach (var line in lines)
            output.WriteLine($"  bokgi {line}");
        output.WriteLine();
        return exitCode;
    }
}
