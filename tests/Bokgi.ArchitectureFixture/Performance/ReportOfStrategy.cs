using Bokgi.ArchitectureFixture.Strategies;

namespace Bokgi.ArchitectureFixture.Performance;

/// <summary>Breaks the rule that Performance uses only Kernels, Markets, Series and Trading: uses a strategy step.</summary>
internal sealed class ReportOfStrategy
{
    public static bool IsCompliantStep(object step) => step is CompliantStep;
}
