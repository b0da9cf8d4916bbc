namespace Bokgi.UnitTests.Reference;

/// <summary>Treats every signal as a trade of its own, without costs.</summary>
internal sealed record ReferenceStudy(IReadOnlyList<double> Returns)
{
    public int Samples => Returns.Count;

    public double? WinRate => Samples == 0 ? null : Returns.Count(value => value > 0) / (double)Samples;

    public double? AverageReturn => Samples == 0 ? null : Returns.Sum() / Samples;
}
