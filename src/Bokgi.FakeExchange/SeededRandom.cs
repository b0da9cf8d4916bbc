namespace Bokgi.FakeExchange;

/// <summary>Random numbers that are the same for the same seed and subject (SplitMix64, Steele and others 2014).</summary>
internal struct SeededRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong state;

    private SeededRandom(ulong state) => this.state = state;

    /// <summary>Creates a generator that is independent of those of other subjects.</summary>
    /// <param name="seed">The seed that all subjects share.</param>
    /// <param name="name">Name of the subject, such as a market.</param>
    /// <param name="number">Number within the subject, such as the open time of a bar.</param>
    public static SeededRandom Create(ulong seed, string name, long number)
    {
        var state = seed;
        foreach (var letter in name)
            state = Mix(state + letter + Step);
        return new SeededRandom(Mix(state ^ Mix(unchecked((ulong)number) + Step)));
    }

    public ulong Next() => Mix(state += Step);

    /// <summary>Uniform from 0 to less than <paramref name="limit"/>.</summary>
    public long NextBelow(long limit) => (long)(((UInt128)Next() * (ulong)limit) >> 64);

    /// <summary>Uniform from 0 to less than 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
