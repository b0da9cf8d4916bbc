namespace Bokgi.ArchitectureFixture.Kernels;

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
