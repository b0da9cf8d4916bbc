using System.Text.Json;
using Bokgi.IntegrationTests.Collection;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Tasks;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary><c>bokgi paper</c>, run as a user runs it, beside a server that executes the sessions.</summary>
public sealed class PaperCommandTests : IDisposable
{
    private readonly FakeUpbit fake = new(speed: 120, more: ["--from", SharedMinutes.Begin]);
    private readonly Installation house;

    public PaperCommandTests() => house = new Installation(databaseUrl: string.Empty, settings: fake.Settings);

    public void Dispose()
    {
        house.Dispose();
        fake.Dispose();
    }

    [Fact]
    public void Paper_FromStartToVerify_ShowsWhatTheServerDoes()
    {
        Ends(1, "status").Errors.ShouldContain(line => line.Contains("there is no paper session yet", StringComparison.Ordinal));
        string[] asked =
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
        var started = Ends(0, asked);
        started.Errors.ShouldContain(line => line.Contains("no server has taken the session", StringComparison.Ordinal));
        var id = started.Lines[^1];

        house.StartServer();
        house.Until(() => Json("status").GetProperty("performance").GetProperty("total_trades").GetInt32() > 2, "trades");

        Json("status", id).GetProperty("session").GetProperty("is_connected").GetBoolean().ShouldBeTrue();
        Ends(0, "status").Lines.ShouldContain(line => line.Contains(id, StringComparison.Ordinal));
        Json("positions").GetProperty("session_id").GetString().ShouldBe(id);
        Json("trades", "--limit", "2").GetProperty("trades").GetArrayLength().ShouldBe(2);
        Ends(0, "trades").Lines.ShouldContain(line => line.Contains("volume_zone_breakout", StringComparison.Ordinal));
        Json("verify").GetProperty("is_clean").GetBoolean().ShouldBeTrue();
        Ends(0, "verify").Lines[0].ShouldStartWith("matches: ");
        Json("stop", "--keep-positions").GetProperty("session").GetProperty("state").GetString().ShouldBe("stopped");
        Ends(1, "stop", "nobody")
            .Errors.ShouldContain(line => line.Contains("there is no paper session 'nobody'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("symbols is empty", "start", "--strategy", "volume_long_candle")]
    [InlineData("luck", "start", "--symbols", "BTC_KRW", "--strategy", "luck")]
    [InlineData("--param cannot be 'x'", "start", "--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--param", "x")]
    [InlineData("--strategy cannot be given with --file", "start", "--file", "request.json", "--strategy", "volume_long_candle")]
    public void Start_WhatCannotBe_IsRefused(string error, params string[] arguments) =>
        Ends(1, arguments).Errors.ShouldContain(line => line.Contains(error, StringComparison.Ordinal));

    [Fact]
    public void Start_OfAFile_TakesTheRequestThatTheServerTakes()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Of("request.json");
        File.WriteAllText(path, JsonSerializer.Serialize(SharedMinutes.Request("BTC_KRW")));

        var id = Ends(0, "start", "--file", path).Lines[^1];

        Json("status").GetProperty("session_id").GetString().ShouldBe(id);
        Ends(2, "stop").Errors.ShouldContain(line => line.Contains("no server runs the paper session", StringComparison.Ordinal));
        File.WriteAllText(path, """{"symbol":"BTC_KRW"}""");
        Ends(1, "start", "--file", path)
            .Errors.ShouldContain(line => line.Contains("cannot be read as a request", StringComparison.Ordinal));
    }

    private JsonElement Json(params string[] arguments) => JsonElement.Parse(string.Join('\n', Ends(0, [.. arguments, "--json"]).Lines));

    private WatchedProcess Ends(int code, params string[] arguments)
    {
        var command = house.StartCommand(["paper", .. arguments]);
        command.WaitForEnd().ShouldBe(code, command.Everything());
        return command;
    }
}
