using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Tasks;
using Xunit;

[assembly: AssemblyFixture(typeof(MinuteLake))]

namespace Bokgi.IntegrationTests.Tasks;

/// <summary>
/// A hundred markets with the same one-minute candles, over 45 days, or over a year with BOKGI_SOAK=1. They are generated on first use and only
/// read afterwards.
/// </summary>
public sealed class MinuteLake : IDisposable
{
    private const int MarketCount = 100;

    private readonly TemporaryFolder folder = new();
    private readonly Lazy<string> lake;

    public MinuteLake() => lake = new Lazy<string>(Generate);

    /// <summary>The folder of the lake, as DATA_ROOT.</summary>
    public string Path => lake.Value;

    /// <summary>The first markets of the lake.</summary>
    public string[] Symbols(int count) => [.. Enumerable.Range(0, count).Select(i => $"C{i}_KRW")];

    public void Dispose() => folder.Dispose();

    private string Generate()
    {
        var days = Installation.IsSoak ? 365 : 45; // a run over 45 days of all markets has two pieces
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
        foreach (var symbol in Symbols(MarketCount).Skip(1))
            Directory.CreateSymbolicLink(folder.PathOf(symbol), folder.PathOf("C0_KRW"));
        return folder.Path;
    }
}
