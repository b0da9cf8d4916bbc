using System.Runtime.CompilerServices;

namespace Bokgi.IntegrationTests;

/// <summary>Processes that tests start run at their own speed and with their own memory: the coverage profiler stays in this one.</summary>
internal static class ChildProcesses
{
    [ModuleInitializer]
    internal static void StartWithoutProfiler() => Environment.SetEnvironmentVariable("CORECLR_ENABLE_PROFILING", null);
}
