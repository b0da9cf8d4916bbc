namespace Bokgi.ArchitectureFixture.Kernels;

/// <summary>No breach: a kernel that uses no other folder.</summary>
internal static class OrderedSum
{
    public static double Of(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
