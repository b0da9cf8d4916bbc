using Bokgi.ArchitectureFixture.Strategies;

namespace Bokgi.ArchitectureFixture.Performance;

/// <summary>Breach: Performance may use only Trading, Series and Markets.</summary>
internal sealed class ReportOfStrategy
{
    public static bool IsCompliantStep(object step) => step is CompliantStep;
}
