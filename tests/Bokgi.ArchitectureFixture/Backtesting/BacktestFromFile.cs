namespace Bokgi.ArchitectureFixture.Backtesting;

/// <summary>Breach: the engine must not open files.</summary>
internal static class BacktestFromFile
{
    public static double[] Closes(string path) => [.. File.ReadLines(path).Select(double.Parse)];
}
