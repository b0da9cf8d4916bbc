namespace Bokgi.UnitTests;

/// <summary>How many random samples a property test takes.</summary>
internal static class Iterations
{
    private const int SoakFactor = 20;

    // Under mutation every mutant runs the suite again, and a wrong engine is wrong early.
    private const int MutationDivisor = 10;

    /// <summary>The usual number; twenty times as many with BOKGI_SOAK=1, a tenth with BOKGI_MUTATION=1.</summary>
    public static int Of(int usual) =>
        Environment.GetEnvironmentVariable("BOKGI_SOAK") == "1" ? usual * SoakFactor
        : Environment.GetEnvironmentVariable("BOKGI_MUTATION") == "1" ? Math.Max(10, usual / MutationDivisor)
        : usual;
}
