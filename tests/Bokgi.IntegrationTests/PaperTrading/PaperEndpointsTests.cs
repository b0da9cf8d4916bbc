using System.Diagnostics.Metrics;
using System.Text.Json;
using Bokgi.FakeExchange;
using Bokgi.Host.PaperTrading.Simulation;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Events.Store;
using Bokgi.Host.Platform.Telemetry;
using Bokgi.IntegrationTests.Http;
using Bokgi.Markets;
using Bokgi.UnitTests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>Paper trading over HTTP, without an exchange and with a fake one.</summary>
public sealed class PaperEndpointsTests : IDisposable
{
    private const string Paper = "/api/simulation";

    private readonly HttpServer server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public void Session_WithoutExchange_StartsAcceptsCommandsAndStops()
    {
        server.Get($"{Paper}/status").ShouldBeProblem(404, "there is no paper session yet");
        server.Send(HttpMethod.Post, $"{Paper}/stop").ShouldBeProblem(404, "there is no paper session yet");
        var id = Start("BTC_KRW", "ETH_KRW");

        server.Get($"{Paper}/status")["session", "is_owned"].GetBoolean().ShouldBeTrue();
        server.Get($"{Paper}/status")["warming_up"].GetArrayLength().ShouldBe(2);
        server.Get($"{Paper}/market-data?session_id={id}")["candles"].GetArrayLength().ShouldBe(0);
        State(Send(HttpMethod.Post, $"{Paper}/sessions/{id}/pause")).ShouldBe("paused");
        State(Send(HttpMethod.Post, $"{Paper}/sessions/{id}/resume")).ShouldBe("running");
        Send(HttpMethod.Patch, $"{Paper}/sessions/{id}/symbols/KRW-BTC", """{"is_enabled":false}""");
        EnabledFlags(id).ShouldBe([false, false, true, true]); // two strategies of each symbol
        Send(HttpMethod.Patch, $"{Paper}/sessions/{id}/symbols/BTC_KRW", """{"is_enabled":true}""");
        EnabledFlags(id).ShouldBe([true, true, true, true]);
        server
            .Send(HttpMethod.Patch, $"{Paper}/sessions/{id}/symbols/DOGE_KRW", """{"is_enabled":true}""")
            .ShouldBeProblem(404, "the session has no symbol DOGE_KRW");
        server.Send(HttpMethod.Post, $"{Paper}/sessions/{id}/positions/1-1/close").ShouldBeProblem(409, "there is no open position '1-1'");
        server.Send(HttpMethod.Post, $"{Paper}/sessions/nobody/pause").ShouldBeProblem(404, "there is no paper session 'nobody'");
        var newerId = Start("XRP_KRW");
        server.Get($"{Paper}/status")["session_id"].GetString().ShouldBe(newerId, "the default is the newest session");

        State(Send(HttpMethod.Post, $"{Paper}/stop", JsonSerializer.Serialize(new { session_id = id }))).ShouldBe("stopped");
        State(Send(HttpMethod.Post, $"{Paper}/stop", JsonSerializer.Serialize(new { session_id = id })))
            .ShouldBe("stopped", "the second time too");
        server.Send(HttpMethod.Post, $"{Paper}/sessions/{id}/pause").ShouldBeProblem(409, "has ended");
        State(server.Get($"{Paper}/status")).ShouldBe("running", "the other session keeps running");
        var listed = server.Get($"{Paper}/sessions");
        listed["items"].EnumerateArray().Select(session => session.GetProperty("session_id").GetString()).ShouldBe([newerId, id]);
        server.Get($"{Paper}/sessions?state=stopped")["total"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public void Session_ServerRestarted_ContinuesUnchanged()
    {
        var id = Start("BTC_KRW");
        Send(HttpMethod.Post, $"{Paper}/sessions/{id}/pause");

        server.Restart();

        WaitUntil(() => server.Get($"{Paper}/status")["session", "is_owned"].GetBoolean());
        State(server.Get($"{Paper}/status")).ShouldBe("paused");
        State(Send(HttpMethod.Post, $"{Paper}/sessions/{id}/resume")).ShouldBe("running");
    }

    [Fact]
    public void Session_UnreadableState_ReportsErrorAndDoesNotBlockOthers()
    {
        var (brokenId, intactId) = (Start("BTC_KRW"), Start("ETH_KRW"));
        Send(HttpMethod.Post, $"{Paper}/sessions/{brokenId}/pause"); // pausing saves a state
        using (var context = server.Services.GetRequiredService<BokgiDatabase>().Open())
            context.Set<PaperStateRow>().ExecuteUpdate(set => set.SetProperty(row => row.Data, new byte[] { 99 })).ShouldBe(1);

        server.Restart();

        WaitUntil(() =>
            Listed(intactId).GetProperty("is_owned").GetBoolean()
            && Listed(brokenId).GetProperty("trouble").ValueKind == JsonValueKind.String
        );
        Listed(brokenId).GetProperty("trouble").GetString()!.ShouldContain("the session was saved in format 99");
        server.Get($"{Paper}/status?session_id={brokenId}").ShouldBeProblem(503, "the session was saved in format 99");
        Listed(brokenId).GetProperty("is_owned").GetBoolean().ShouldBeFalse();
        State(Send(HttpMethod.Post, $"{Paper}/sessions/{intactId}/pause")).ShouldBe("paused");

        JsonElement Listed(string id) =>
            server
                .Get($"{Paper}/sessions")["items"]
                .EnumerateArray()
                .Single(session => session.GetProperty("session_id").GetString() == id);
    }

    // If the database fails right after a server has claimed a session, the row names the server as its owner, but the server does not run
    // the session. The test creates such a row.
    [Fact]
    public void Session_OwnedByThisServerButNotRunning_IsStarted()
    {
        var id = Start("BTC_KRW");
        string orphanId;
        using (var context = server.Services.GetRequiredService<BokgiDatabase>().Open())
        {
            var row = context.Set<PaperSessionRow>().AsNoTracking().Single(row => row.SessionId == id);
            orphanId = Guid.CreateVersion7().ToString();
            context.Add(
                new PaperSessionRow
                {
                    SessionId = orphanId,
                    State = SessionState.Running,
                    Request = row.Request,
                    CreatedUtc = row.CreatedUtc,
                    Owner = row.Owner,
                    Fence = 1,
                }
            );
            context.SaveChanges();
        }

        State(Send(HttpMethod.Post, $"{Paper}/sessions/{orphanId}/pause")).ShouldBe("paused");
    }

    [Theory]
    [InlineData("""{"symbols":[],"strategies":{}}""", "symbols", "symbols is empty")]
    [InlineData("""{"symbols":["BTC_KRW"]}""", "strategies", "strategies has none for BTC_KRW")]
    [InlineData(
        """{"symbols":["BTC_KRW"],"strategies":{"BTC_KRW":[{"strategy_name":"luck"}]}}""",
        "strategies.BTC_KRW.strategy_name",
        "luck"
    )]
    [InlineData(
        """{"symbols":["BTC_KRW"],"strategies":{"BTC_KRW":[{}]}}""",
        "strategies.BTC_KRW.strategy_name",
        "strategy_name is missing"
    )]
    [InlineData(
        """{"symbols":["BTC_KRW"],"strategies":{"BTC_KRW":[{"strategy_name":"volume_zone_breakout","params":{"volume_window":0}}]}}""",
        "strategies.BTC_KRW.params.volume_window",
        "volume_window cannot be '0'"
    )]
    [InlineData(
        """{"symbols":["BTC_KRW"],"strategies":{"BTC_KRW":[{"strategy_name":"volume_long_candle"},{"strategy_name":"volume_long_candle"}]}}""",
        "strategies.BTC_KRW.strategy_name",
        "is listed twice"
    )]
    [InlineData(
        """{"symbols":["BTC_KRW"],"strategies":{"KRW-ETH":[{"strategy_name":"volume_long_candle"}]}}""",
        "strategies.KRW-ETH",
        "ETH_KRW, which is not in symbols"
    )]
    [InlineData("""{"symbols":["BTC_KRW","BTC_USDT"],"strategies":{}}""", "symbols", "one session has one quote currency")]
    [InlineData("""{"symbols":["BTC_KRW"],"strategies":{},"exchange":"nasdaq"}""", "exchange", "there is no exchange 'nasdaq'")]
    [InlineData("""{"symbols":["BTC_KRW"],"strategies":{},"timeframe":"2M"}""", "timeframe", "'2M' is not a timeframe")]
    [InlineData("""{"symbols":["BTC_KRW"],"strategies":{},"initial_cash":0}""", "initial_cash", "initial_cash cannot be 0")]
    [InlineData("""{"symbols":["BTC_USDT"],"strategies":{},"costs":"upbit"}""", "costs", "cover only markets in KRW")]
    [InlineData("""{"symbols":["BTC_KRW"],"strategies":{},"quantity_step":-1}""", "quantity_step", "quantity_step cannot be -1")]
    public void Start_InvalidRequest_IsRefusedWithTheNameOfTheField(string body, string field, string detail) =>
        server.Send(HttpMethod.Post, $"{Paper}/start", body).ShouldBeProblem(422, detail, field);

    [Fact]
    public async Task Session_OnFakeExchange_RecordsItsEventsAndEqualsItsReplay()
    {
        await using var fake = await StartExchangeAsync(speed: 120);
        server
            .Send(HttpMethod.Post, $"{Paper}/start", JsonSerializer.Serialize(SharedMinuteCandles.Request("NOPE_KRW")))
            .ShouldBeProblem(422, "upbit has no market NOPE_KRW", "symbols");
        var id = Start("BTC_KRW", "ETH_KRW", "XRP_KRW");
        WaitUntil(() => server.Get($"{Paper}/history")["total"].GetInt32() > 0);
        WaitUntil(() => TryCloseAPosition(id));
        var closed = server
            .Get($"{Paper}/history")["trades"]
            .EnumerateArray()
            .First(trade => trade.GetProperty("exit_reason").GetString() == "by_hand");
        closed.GetProperty("realized_pnl").GetDecimal().ShouldNotBe(0);

        using var metrics = new VerificationCounter();
        var verified = Send(HttpMethod.Post, $"{Paper}/sessions/{id}/verify");
        verified["differences"].GetArrayLength().ShouldBe(0, verified.Text);
        verified["candles_unchecked"].ValueKind.ShouldBe(JsonValueKind.Null);
        metrics.CleanVerifications.ShouldBeGreaterThanOrEqualTo(1); // other tests in this process verify too
        Send(HttpMethod.Post, $"{Paper}/stop");
        WaitUntil(() => server.Get($"{Paper}/status")["verification", "entries"].GetInt64() > verified["entries"].GetInt64());

        EventKinds(id)
            .ShouldBe([
                "candles",
                "connection",
                "fill",
                "order",
                "position_closed",
                "position_opened",
                "session_started",
                "session_stopped",
                "signal",
                "verified",
                "warmed_up",
            ]);
        var figures = server.Get($"{Paper}/performance");
        var trades = server.Get($"{Paper}/history?limit=1000")["trades"].EnumerateArray().ToList();
        figures["total_trades"].GetInt32().ShouldBe(trades.Count);
        figures["realized_pnl"].GetDecimal().ShouldBe(trades.Sum(trade => trade.GetProperty("realized_pnl").GetDecimal()));
        figures["equity"].GetDouble().ShouldBe(10_000_000 + figures["realized_pnl"].GetDouble(), 1e-3); // 10,000,000 is the default cash
        server.Get($"{Paper}/positions")["count"].GetInt32().ShouldBe(0);
        server.Get($"{Paper}/signals?symbol=XRP_KRW&limit=1")["limit"].GetInt32().ShouldBe(1);
        server
            .Get($"{Paper}/market-data")["candles"]
            .EnumerateArray()
            .ShouldAllBe(candle => candle.GetProperty("source").GetString() == "session");
    }

    [Fact]
    public async Task Session_AcrossMidnightInKorea_IsVerifiedWhileItRuns()
    {
        // Korean time. Midnight is 79.5 recorded minutes later; at this speed they take 20 s.
        await using var fake = await StartExchangeAsync(speed: 240, from: "2025-09-10T22:40:30");
        Start("BTC_KRW");

        WaitUntil(() => server.Get($"{Paper}/status")["session", "verified_at"].ValueKind == JsonValueKind.String);

        var status = server.Get($"{Paper}/status");
        State(status).ShouldBe("running");
        status["verification", "is_clean"].GetBoolean().ShouldBeTrue(status.Text);
        status["verification", "bars"].GetInt64().ShouldBeGreaterThan(0);
    }

    // Pausing one session does not affect another session on the same markets.
    [Fact]
    public async Task Sessions_SideBySide_DoNotAffectEachOther()
    {
        await using var fake = await StartExchangeAsync(speed: 240);
        var pausedId = Start("BTC_KRW", "ETH_KRW");
        Send(HttpMethod.Post, $"{Paper}/sessions/{pausedId}/pause");
        var tradingId = Start("BTC_KRW", "ETH_KRW", "XRP_KRW");

        WaitUntil(() => server.Get($"{Paper}/history?session_id={tradingId}")["total"].GetInt32() > 3);

        server.Get($"{Paper}/history?session_id={pausedId}")["total"].GetInt32().ShouldBe(0);
        server.Get($"{Paper}/status?session_id={pausedId}")["performance", "equity"].GetDouble().ShouldBe(10_000_000);
        foreach (var id in (string[])[pausedId, tradingId])
            Send(HttpMethod.Post, $"{Paper}/sessions/{id}/verify")["is_clean"].GetBoolean().ShouldBeTrue();
        fake.Statistics.Requests["websocket-connect"].ShouldBe(2, "the second session needs a market that is not in the first stream");
    }

    private async Task<FakeExchangeServer> StartExchangeAsync(double speed, string from = SharedMinuteCandles.ReplayStart)
    {
        KoreanTime.TryParse(from, out var fromUtc, out _).ShouldBeTrue();
        var options = new FakeExchangeOptions(SharedData.Require("lake"), TimeProvider.System) { StartUtc = fromUtc, Speed = speed };
        var fake = await FakeExchangeServer.StartNewAsync(options);
        server.Settings["UPBIT_URL"] = fake.RestAddress.ToString();
        server.Settings["UPBIT_WEBSOCKET_URL"] = fake.StreamAddress.ToString();
        return fake;
    }

    private string Start(params string[] symbols)
    {
        var started = Send(HttpMethod.Post, $"{Paper}/start", JsonSerializer.Serialize(SharedMinuteCandles.Request(symbols)));
        started["is_running"].GetBoolean().ShouldBeTrue();
        return started["session_id"].GetString()!;
    }

    private HttpAnswer Send(HttpMethod method, string path, string? body = null)
    {
        var answer = server.Send(method, path, body);
        answer.Status.ShouldBe(200, answer.Text);
        return answer;
    }

    // Returns whether a position was closed. A request fails if the strategy has closed the position in the meantime.
    private bool TryCloseAPosition(string id)
    {
        var openIds = server
            .Get($"{Paper}/positions")["positions"]
            .EnumerateArray()
            .Select(position => position.GetProperty("position_id").GetString());
        return openIds.Any(positionId => server.Send(HttpMethod.Post, $"{Paper}/sessions/{id}/positions/{positionId}/close").Status == 200);
    }

    private IEnumerable<bool> EnabledFlags(string id) =>
        server
            .Get($"{Paper}/strategies?session_id={id}")["strategies"]
            .EnumerateArray()
            .Select(strategy => strategy.GetProperty("is_enabled").GetBoolean());

    private static string State(HttpAnswer status) => status["session", "state"].GetString()!;

    private IEnumerable<string> EventKinds(string id)
    {
        using var context = server.Services.GetRequiredService<BokgiDatabase>().Open();
        var topic = SessionMessages.Topic(id);
        return
        [
            .. context
                .Set<EventRow>()
                .AsNoTracking()
                .Where(row => row.Topic == topic)
                .Select(row => row.Kind)
                .Distinct()
                .ToList()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static void WaitUntil(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            limit.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(25));
        }
    }

    private sealed class VerificationCounter : IDisposable
    {
        private readonly MeterListener listener = new();
        private long cleanVerifications;

        public VerificationCounter()
        {
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == Instruments.Name && instrument.Name == PaperMeter.Verifications.Name)
                    self.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>(
                (_, measured, tags, _) =>
                {
                    if (tags[0] is { Key: "clean", Value: true })
                        Interlocked.Add(ref cleanVerifications, measured);
                }
            );
            listener.Start();
        }

        public long CleanVerifications => Interlocked.Read(ref cleanVerifications);

        public void Dispose() => listener.Dispose();
    }
}
