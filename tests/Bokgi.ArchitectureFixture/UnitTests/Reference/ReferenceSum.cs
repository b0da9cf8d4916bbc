using Bokgi.ArchitectureFixture.Kernels;

namespace Bokgi.ArchitectureFixture.UnitTests.Reference;

/// <summary>Breach: the reference must not share code with the engine that it checks.</summary>
internal static class ReferenceSum
{
    public static double Of(double[] values) => OrderedSum.Of(values);
}
