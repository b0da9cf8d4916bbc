using System.Text.Json;
using Bokgi.IntegrationTests.Collection;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Tasks;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary><c>bokgi paper</c> in processes of the program, with a server that executes the sessions.</summary>
public sealed class PaperCommandTests : IDisposable
{
    private readonly FakeUpbit fake = new(speed: 120, moreOptions: ["--from", SharedMinuteCandles.ReplayStart]);
    private readonly Installation installation;

    public PaperCommandTests() => installation = new Installation(databaseUrl: string.Empty, settings: fake.Settings);

    public void Dispose()
    {
        installation.Dispose();
        fake.Dispose();
    }

    [Fact]
    public void Paper_FromStartToVerify_ShowsWhatTheServerDoes()
    {
        RunPaper(1, "status").Errors.ShouldContain(line => line.Contains("there is no paper session yet", StringComparison.Ordinal));
        string[] startArguments =
        [
            "start",
            "--symbols",
            "BTC_KRW,ETH_KRW,XRP_KRW",
            "--strategy",
            "volume_zone_breakout",
            "--param",
            "volume_window=10",
            "--param",
            "top_percentile=0.2",
            "--param",
            "breakout_buffer=0",
        ];
        var started = RunPaper(0, startArguments);
        started.Errors.ShouldContain(line => line.Contains("no server has taken the session", StringComparison.Ordinal));
        var id = started.Lines[^1];

        installation.StartServer();
        installation.WaitUntil(
            () => RunPaperJson("status").GetProperty("performance").GetProperty("total_trades").GetInt32() > 2,
            "trades"
        );

        RunPaperJson("status", id).GetProperty("session").GetProperty("is_connected").GetBoolean().ShouldBeTrue();
        RunPaper(0, "status").Lines.ShouldContain(line => line.Contains(id, StringComparison.Ordinal));
        RunPaperJson("positions").GetProperty("session_id").GetString().ShouldBe(id);
        RunPaperJson("trades", "--limit", "2").GetProperty("trades").GetArrayLength().ShouldBe(2);
        RunPaper(0, "trades").Lines.ShouldContain(line => line.Contains("volume_zone_breakout", StringComparison.Ordinal));
        RunPaperJson("verify").GetProperty("is_clean").GetBoolean().ShouldBeTrue();
        RunPaper(0, "verify").Lines[0].ShouldStartWith("matches: ");
        RunPaperJson("stop", "--keep-positions").GetProperty("session").GetProperty("state").GetString().ShouldBe("stopped");
        RunPaper(1, "stop", "nobody")
            .Errors.ShouldContain(line => line.Contains("there is no paper session 'nobody'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("symbols is empty", "start", "--strategy", "volume_long_candle")]
    [InlineData("luck", "start", "--symbols", "BTC_KRW", "--strategy", "luck")]
    [InlineData("--param cannot be 'x'", "start", "--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--param", "x")]
    [InlineData("--strategy cannot be given with --file", "start", "--file", "request.json", "--strategy", "volume_long_candle")]
    public void Start_InvalidArguments_AreRefused(string error, params string[] arguments) =>
        RunPaper(1, arguments).Errors.ShouldContain(line => line.Contains(error, StringComparison.Ordinal));

    [Fact]
    public void Start_FromFile_AcceptsTheSameRequestAsTheServer()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("request.json");
        File.WriteAllText(path, JsonSerializer.Serialize(SharedMinuteCandles.Request("BTC_KRW")));

        var id = RunPaper(0, "start", "--file", path).Lines[^1];

        RunPaperJson("status").GetProperty("session_id").GetString().ShouldBe(id);
        RunPaper(2, "stop").Errors.ShouldContain(line => line.Contains("no server runs the paper session", StringComparison.Ordinal));
        File.WriteAllText(path, """{"symbol":"BTC_KRW"}""");
        RunPaper(1, "start", "--file", path)
            .Errors.ShouldContain(line => line.Contains("cannot be read as a request", StringComparison.Ordinal));
    }

    private JsonElement RunPaperJson(params string[] arguments) =>
        JsonElement.Parse(string.Join('\n', RunPaper(0, [.. arguments, "--json"]).Lines));

    private WatchedProcess RunPaper(int expectedExitCode, params string[] arguments)
    {
        var command = installation.StartCommand(["paper", .. arguments]);
        command.WaitForEnd().ShouldBe(expectedExitCode, command.AllOutput());
        return command;
    }
}
