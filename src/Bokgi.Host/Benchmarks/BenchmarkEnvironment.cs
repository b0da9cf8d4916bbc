using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bokgi.Host.Benchmarks;

/// <summary>The machine and version on which a benchmark ran: results of different machines or versions must not be compared.</summary>
/// <param name="Processor">The processor's name, as reported by the system.</param>
/// <param name="Cores">The number of cores that the program may use.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="VectorBits">The widest hardware vectors: 512, 256, 128, or 0.</param>
/// <param name="System">The operating system.</param>
/// <param name="Commit">The program's version, with the commit it was built from if known.</param>
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
