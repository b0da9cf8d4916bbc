using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Tasks;
using Xunit;

[assembly: AssemblyFixture(typeof(MinuteLake))]

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>
/// A hundred markets with the same one-minute candles, made on first use and only read after that. BOKGI_SOAK=1 makes a year.
/// </summary>
public sealed class MinuteLake : IDisposable
{
    private const int Markets = 100;

    private readonly TemporaryFolder folder = new();
    private readonly Lazy<string> lake;

    public MinuteLake() => lake = new Lazy<string>(Generate);

    /// <summary>DATA_ROOT.</summary>
    public string Path => lake.Value;

    /// <summary>The first markets of the lake.</summary>
    public string[] Symbols(int count) => [.. Enumerable.Range(0, count).Select(i => $"C{i}_KRW")];

    public void Dispose() => folder.Dispose();

    private string Generate()
    {
        var days = Installation.IsSoak ? 365 : 45; // two pieces of a run over all of them
        var end = new DateOnly(2024, 1, 1).AddDays(days).ToString("O");
        BokgiProcess.RunSuccessfully([
            "generate",
            "--data-root",
            folder.Path,
            "--symbols",
            "C0_KRW",
            "--end",
            end,
            "--days",
            $"{days}",
            "--minute-days",
            $"{days}",
        ]);
        foreach (var symbol in Symbols(Markets).Skip(1))
            Directory.CreateSymbolicLink(folder.PathOf(symbol), folder.PathOf("C0_KRW"));
        return folder.Path;
    }
}
