namespace Bokgi.UnitTests;

/// <summary>The number of random samples that a property test takes.</summary>
internal static class Iterations
{
    private const int SoakFactor = 20;

    // Mutation testing runs the suite once per mutant. A wrong engine fails within a few samples, so fewer are enough.
    private const int MutationDivisor = 10;

    /// <summary>The usual number; twenty times as many with BOKGI_SOAK=1, a tenth but at least 10 with BOKGI_MUTATION=1.</summary>
    public static int Scale(int usual) =>
        Environment.GetEnvironmentVariable("BOKGI_SOAK") == "1" ? usual * SoakFactor
        : Environment.GetEnvironmentVariable("BOKGI_MUTATION") == "1" ? Math.Max(10, usual / MutationDivisor)
        : usual;
}
