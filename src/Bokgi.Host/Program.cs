using System.CommandLine;
using System.Runtime.CompilerServices;
using Bokgi.Host.Platform.Unix;

namespace Bokgi.Host;

internal static class Program
{
    // Checks the descriptor limit first. Run is a separate method, so that the command-line libraries are loaded only after the check: with
    // too few descriptors, loading them would fail.
    private static int Main(string[] args)
    {
        if (!DescriptorLimit.CheckAndReport())
            return ExitCode.Failed;
        FileModes.RestrictUmask();
        return Run(args);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(string[] args) =>
        BokgiCommands.RunAsync(args, new InvocationConfiguration { Output = Console.Out, Error = Console.Error }).GetAwaiter().GetResult();
}
