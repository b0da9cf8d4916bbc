using System.Reflection;

namespace Bokgi.Host.Platform;

internal static class ProgramVersion
{
    /// <summary>The version of this program, without the commit.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "unknown";
}
