using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bokgi.Host.Benchmarks;

/// <summary>What a benchmark ran on: figures of different machines or versions are not to be compared.</summary>
/// <param name="Processor">The processor, as the system calls it.</param>
/// <param name="Cores">How many of it the program may use.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="VectorBits">The widest vectors that are hardware: 512, 256, 128, or 0.</param>
/// <param name="System">The operating system.</param>
/// <param name="Commit">The program's version, with the commit it was built from where that is known.</param>
internal sealed record BenchmarkEnvironment(string Processor, int Cores, string Runtime, int VectorBits, string System, string Commit)
{
    private const string ProcessorFile = "/proc/cpuinfo";

    public static BenchmarkEnvironment Here() =>
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
