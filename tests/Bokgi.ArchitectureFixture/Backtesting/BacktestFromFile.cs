namespace Bokgi.ArchitectureFixture.Backtesting;

/// <summary>Breach: the engine opens no file.</summary>
internal static class BacktestFromFile
{
    public static double[] Closes(string path) => [.. File.ReadLines(path).Select(double.Parse)];
}
