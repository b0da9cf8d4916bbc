namespace Bokgi.UnitTests.Reference;

/// <summary>The study of the signals: each signal counts as a separate trade without stops and costs.</summary>
internal sealed record ReferenceStudy(IReadOnlyList<double> Returns)
{
    public int Samples => Returns.Count;

    public double? WinRate => Samples == 0 ? null : Returns.Count(value => value > 0) / (double)Samples;

    public double? AverageReturn => Samples == 0 ? null : Returns.Sum() / Samples;
}
