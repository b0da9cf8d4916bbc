using Bokgi.ArchitectureFixture.Kernels;

namespace Bokgi.ArchitectureFixture.UnitTests.Reference;

/// <summary>Breach: the oracle shares code with the engine that it judges.</summary>
internal static class ReferenceSum
{
    public static double Of(double[] values) => OrderedSum.Of(values);
}
