using Bokgi.ArchitectureFixture.Kernels;

namespace Bokgi.ArchitectureFixture.UnitTests.Reference;

/// <summary>Breaks the rule that the reference shares no code with the engine that it checks: uses a kernel.</summary>
internal static class ReferenceSum
{
    public static double Of(double[] values) => OrderedSum.Of(values);
}
