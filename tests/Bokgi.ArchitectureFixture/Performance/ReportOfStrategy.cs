using Bokgi.ArchitectureFixture.Strategies;

namespace Bokgi.ArchitectureFixture.Performance;

/// <summary>Breach: Performance uses Trading, Series and Markets only.</summary>
internal sealed class ReportOfStrategy
{
    public static bool IsOf(object step) => step is HonestStep;
}
