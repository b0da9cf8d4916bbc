using System.CommandLine;
using System.Runtime.CompilerServices;
using Bokgi.Host.Platform.Unix;

namespace Bokgi.Host;

internal static class Program
{
    // Checks the descriptor limit first and in its own method: with too few descriptors not even the command-line libraries could be
    // loaded.
    private static int Main(string[] args)
    {
        if (!DescriptorLimit.Suffices())
            return ExitCode.Failed;
        FileModes.RestrictUmask();
        return Run(args);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(string[] args) =>
        BokgiCommands.RunAsync(args, new InvocationConfiguration { Output = Console.Out, Error = Console.Error }).GetAwaiter().GetResult();
}
