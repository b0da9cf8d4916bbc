using Bokgi.Host;
using Bokgi.Host.Benchmarks;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Settings;
using Bokgi.IntegrationTests.CommandLine;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Benchmarks;

/// <summary>What <c>bokgi benchmark</c> prints and stores. No test asserts the speed itself.</summary>
public sealed class BenchmarkCommandTests : IDisposable
{
    // The first three figures are the seconds that a backtest of 100, 300 or 1,000 candles takes. SLA means service level agreement: these
    // figures have limits.
    private static readonly string[] FigureNames =
    [
        "sla_100",
        "sla_300",
        "sla_1000",
        "volume_long_candle",
        "volume_zone_breakout",
        "sweep",
        "load_1m",
        "api_health",
        "api_history",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Benchmark_AsJson_GivesEveryFigureWithItsTarget()
    {
        var run = RunBokgi("benchmark", "--candles=2000", "--json").Json;

        var results = run.GetProperty("results").EnumerateArray().ToList();
        results.Select(result => result.GetProperty("name").GetString()).ShouldBe(FigureNames);
        foreach (var result in results)
        {
            var (value, target) = (result.GetProperty("value").GetDouble(), result.GetProperty("target").GetDouble());
            value.ShouldBeGreaterThan(0);
            var isRate = result.GetProperty("unit").GetString()!.EndsWith("/s", StringComparison.Ordinal);
            result.GetProperty("ok").GetBoolean().ShouldBe(isRate ? value >= target : value <= target);
        }

        results.Take(3).Select(result => result.GetProperty("target").GetDouble()).ShouldBe([0.1, 0.5, 1.0]);
        run.GetProperty("candles").GetInt32().ShouldBe(2_000);
        run.GetProperty("environment").GetProperty("cores").GetInt32().ShouldBe(Environment.ProcessorCount);
        run.GetProperty("before").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public void Benchmark_SecondRunWithTheSameNumberOfCandles_IsComparedWithTheFirstAndExported()
    {
        RunBokgi("benchmark", "--candles=500").Out.ShouldNotContain("before");
        RunBokgi("benchmark", "--candles=501"); // a run with another number of candles is not compared
        var second = RunBokgi("benchmark", "--candles=500", "--compare", "--export=csv");

        second.Out.ShouldContain("before");
        var files = Directory.GetFiles(folder.PathOf("state", "benchmarks")).Select(Path.GetFileName).ToList();
        files.Count(name => name!.StartsWith("run-", StringComparison.Ordinal)).ShouldBe(3);
        var export = files.Single(name => name!.StartsWith("export-", StringComparison.Ordinal))!;
        second.Error.ShouldContain(export);
        var lines = File.ReadAllLines(folder.PathOf("state", "benchmarks", export));
        lines[0].ShouldBe("time,name,value,unit,target,ok");
        lines.Skip(1).Select(line => line.Split(',')[1]).ShouldBe(FigureNames);
    }

    [Theory]
    [InlineData("--candles=99", "candles cannot be 99; give 100 to 20000000")]
    [InlineData("--candles=5", "candles cannot be 5; give 100 to 20000000")]
    [InlineData("--export=xml", "xml")]
    public void Benchmark_InvalidOption_IsRefused(string option, string error)
    {
        var refused = BokgiProcess.RunWithEnvironment(Settings, "benchmark", option);

        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain(error);
    }

    [Fact]
    public void Benchmark_UnwritableStateFolder_GivesAWarning()
    {
        var file = folder.WriteText("state", "a file, not a folder");

        var result = BokgiProcess.RunWithEnvironment(Settings, "benchmark", "--candles=500", "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Json.GetProperty("results").GetArrayLength().ShouldBe(FigureNames.Length);
        result.Error.ShouldContain("STATE_ROOT");
        File.Exists(file).ShouldBeTrue();
    }

    [Fact]
    public void Run_RepeatsIsTrue_RunsAgainEveryThreeHundredSecondsUntilStopped()
    {
        using var stop = new CancellationTokenSource();
        var waits = new List<TimeSpan>();
        var clock = new ImmediateTimerClock(wait =>
        {
            waits.Add(wait);
            if (waits.Count == 2)
                stop.Cancel();
        });
        var values = Settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
        var settings = HostSettings.Read(null, new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        using var output = new StringWriter();
        var shell = new Shell(output, TextWriter.Null, settings, clock, stop.Token);
        var suite = new BenchmarkSuite(clock, BokgiServer.Build, candles: 1_000);

        Should.Throw<OperationCanceledException>(() =>
            BenchmarkCommand.Run(suite, 1_000, new BenchmarkOutput(Compares: true, Export: null, AsJson: false), repeats: true, shell)
        );

        waits.ShouldAllBe(wait => wait == TimeSpan.FromSeconds(300));
        Directory.GetFiles(folder.PathOf("state", "benchmarks"), "run-*.json").Length.ShouldBe(2);
    }

    private Dictionary<string, string> Settings => new() { ["STATE_ROOT"] = folder.PathOf("state"), ["DATA_ROOT"] = folder.PathOf("data") };

    private BokgiResult RunBokgi(params string[] arguments)
    {
        var result = BokgiProcess.RunWithEnvironment(Settings, arguments);
        result.ExitCode.ShouldBe(0, result.Error);
        return result;
    }
}
