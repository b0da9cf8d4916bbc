using System.Net;
using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>scripts/run.sh, with the program that was built with these tests.</summary>
public sealed class RunScriptTests : IDisposable
{
    private const string Script = "run.sh";

    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder lake = new();
    private readonly BuiltProgram program;

    public RunScriptTests()
    {
        program = new BuiltProgram(folder);
        lake.WriteHours("BTC_KRW", 500);
    }

    private Dictionary<string, string> Settings =>
        new()
        {
            ["BOKGI"] = program.Path,
            ["DATA_ROOT"] = lake.Path,
            ["PORT"] = "0",
        };

    public void Dispose()
    {
        folder.Dispose();
        lake.Dispose();
    }

    [Fact]
    public void Script_WithCandles_ShowsBothStrategiesAndStoresTheRuns()
    {
        using var script = WatchedProcess.StartScript(Script, Settings, "--no-serve");

        script.WaitForEnd().ShouldBe(0, script.AllOutput());

        script.Lines.Count(line => line.TrimStart().StartsWith("BTC_KRW ", StringComparison.Ordinal)).ShouldBe(2);
        script.AllOutput().ShouldNotContain("generated");
        File.Exists(lake.PathOf("bokgi.db")).ShouldBeTrue("STATE_ROOT defaults to DATA_ROOT");
        program.StartCount.ShouldBe(2, "once for each strategy");
    }

    [Fact]
    public void Script_WithoutCandles_GeneratesSome()
    {
        Dictionary<string, string> settings = new(Settings) { ["DATA_ROOT"] = folder.PathOf("data") };
        using var script = WatchedProcess.StartScript(Script, settings, "--no-serve");

        script.WaitForEnd().ShouldBe(0, script.AllOutput());

        script.Lines.ShouldContain(line => line.StartsWith("generated ", StringComparison.Ordinal));
        script.Lines.Count(line => line.TrimStart().StartsWith("BTC_KRW ", StringComparison.Ordinal)).ShouldBe(2);
        script.Lines.Count(line => line.TrimStart().StartsWith("total ", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Script_WithoutOptions_ServesUntilInterrupted()
    {
        using var script = WatchedProcess.StartScript(Script, Settings);
        var server = script.WaitForLine("listening on ");
        using var client = new HttpClient();

        (await client.GetAsync(new Uri($"{server}/health"), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);

        script.SignalGroup("INT");
        script.WaitForEnd().ShouldBe(0, script.AllOutput());
        program.RunningIds.ShouldBeEmpty();
    }

    [Fact]
    public void Script_UnknownOption_IsRefused()
    {
        using var script = WatchedProcess.StartScript(Script, Settings, "--quick");

        script.WaitForEnd().ShouldBe(2);

        script.Errors.ShouldBe(["run.sh: unknown option '--quick'; there are --no-serve and --help"]);
        program.StartCount.ShouldBe(0);
    }
}
