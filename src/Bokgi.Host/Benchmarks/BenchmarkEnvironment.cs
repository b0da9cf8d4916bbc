using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bokgi.Host.Benchmarks;

/// <summary>The machine and the program version of a benchmark run. Results of different machines or versions are not comparable.</summary>
/// <param name="Processor">The processor's model name; its architecture if the name is unknown.</param>
/// <param name="Cores">Number of logical processors.</param>
/// <param name="Runtime">The .NET version.</param>
/// <param name="VectorBits">Width of the widest vector register that the runtime uses, in bits; 0 if none.</param>
/// <param name="System">The operating system.</param>
/// <param name="Commit">The program's version, with the commit that it was built from.</param>
internal sealed record BenchmarkEnvironment(string Processor, int Cores, string Runtime, int VectorBits, string System, string Commit)
{
    private const string ProcessorFile = "/proc/cpuinfo";

    public static BenchmarkEnvironment Current() =>
        new(
            ProcessorName(),
            Environment.ProcessorCount,
            RuntimeInformation.FrameworkDescription,
            Vector512.IsHardwareAccelerated ? 512
                : Vector256.IsHardwareAccelerated ? 256
                : Vector128.IsHardwareAccelerated ? 128
                : 0,
            RuntimeInformation.OSDescription,
            typeof(BenchmarkEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
                ?? "unknown"
        );

    private static string ProcessorName()
    {
        var line = File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line is null
            ? RuntimeInformation.ProcessArchitecture.ToString()
            : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
