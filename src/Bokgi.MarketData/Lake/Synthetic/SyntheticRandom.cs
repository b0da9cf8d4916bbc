using System.Numerics;
using System.Text;

namespace Bokgi.MarketData.Lake.Synthetic;

/// <summary>xoshiro256** (Blackman and Vigna 2018), seeded by SplitMix64: the same numbers on every runtime and machine.</summary>
internal sealed class SyntheticRandom
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    /// <param name="seed">The seed that all markets share.</param>
    /// <param name="name">Gives each market and each purpose its own sequence of numbers.</param>
    public SyntheticRandom(ulong seed, string name)
    {
        // FNV-1a of the name.
        var state = 14_695_981_039_346_656_037 ^ seed;
        foreach (var letter in Encoding.UTF8.GetBytes(name))
            state = (state ^ letter) * 1_099_511_628_211;
        s0 = SplitMix(ref state);
        s1 = SplitMix(ref state);
        s2 = SplitMix(ref state);
        s3 = SplitMix(ref state);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [from, to).</summary>
    public double NextBetween(double from, double to) => from + ((to - from) * NextDouble());

    /// <summary>A uniform integer from 0 to count - 1.</summary>
    public int NextBelow(int count) => (int)(NextDouble() * count);

    /// <summary>
    /// Approximately standard normal: the sum of twelve uniforms, because the last bit of logarithms differs between machines.
    /// </summary>
    public double NextNormal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
            sum += NextDouble();
        return sum;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
