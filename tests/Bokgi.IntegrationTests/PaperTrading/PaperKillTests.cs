using Bokgi.Host.PaperTrading.Requests;
using Bokgi.IntegrationTests.Collection;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Tasks;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>
/// A session over recorded candles at high speed. The connection suffers every repairable fault, and the server is killed five times. The test
/// covers seven recorded hours, or three recorded days with BOKGI_SOAK=1.
/// </summary>
public sealed class PaperKillTests : IDisposable
{
    private const int Kills = 5;
    private const int Speed = 600; // recorded seconds per second
    private const string Faults = "drop=0.0002,silence=once,duplicate=0.02,reorder=0.03,malformed=0.0001,429=0.01,5xx=0.02,cut=0.01";

    private readonly FakeUpbit fake = new(Faults, speed: Speed, moreOptions: ["--from", SharedMinuteCandles.ReplayStart]);
    private readonly Installation installation;
    private readonly Random random = new(Seed: 20_261_127);

    public PaperKillTests() => installation = new Installation(databaseUrl: string.Empty, settings: fake.Settings);

    // How much recorded time the test covers, in microseconds.
    private static long Span => SharedMinuteCandles.Minutes((Installation.IsSoak ? 72 : 7) * 60);

    public void Dispose()
    {
        installation.Dispose();
        fake.Dispose();
    }

    [Fact]
    public void Session_ServerKilledFiveTimes_EndsWithTheTradesOfTheBacktest()
    {
        var server = installation.StartServer();
        var started = installation.Send(HttpMethod.Post, "/api/simulation/start", SharedMinuteCandles.Request(SharedMinuteCandles.Symbols));
        started.Status.ShouldBe(200, started.Text);
        var sessions = new StoredSessions(installation.Database);
        installation.WaitUntil(() => sessions.Newest!.BeginsUtc is not null, "begin");
        var beginUtc = sessions.Newest!.BeginsUtc!.Value;

        // Kills a server only after it has processed at least one bar on time, which may take longer on a slow machine.
        var serverStartUtc = beginUtc;
        for (var kill = 1; kill <= Kills; kill++)
        {
            WaitUntilProcessed(beginUtc + (Span * kill / (Kills + 1)) + random.NextInt64(SharedMinuteCandles.Minutes(10)), server);
            WaitForBarOnTime(serverStartUtc);
            server.Signal("KILL");
            server.WaitForEnd().ShouldBe(137); // 128 + 9, the number of SIGKILL
            serverStartUtc = sessions.Newest!.SteppedUntilUtc!.Value;
            server = installation.StartServer();
        }

        WaitUntilProcessed(beginUtc + Span, server);
        WaitForBarOnTime(serverStartUtc);
        var stopped = installation.Send(HttpMethod.Post, "/api/simulation/stop", new { close_positions = false });
        stopped.Status.ShouldBe(200, stopped.Text);
        installation.WaitUntil(() => sessions.Newest is { } row && row.VerifiedLength == row.LogLength, "verification");

        var row = sessions.Newest!;
        var stored = sessions.LoadStoredSession(row.Number);
        var plan = SessionRequest.FromJson(row.Request).ToPlan();
        var trades = SessionOracle.ShouldMatchBacktest(plan, stored, SharedMinuteCandles.ExchangeCandles);
        var verified = installation.Get("/api/simulation/status")["verification"];
        verified.GetProperty("is_clean").GetBoolean().ShouldBeTrue(verified.ToString());
        verified.GetProperty("trades").GetInt32().ShouldBe(trades);
        trades.ShouldBeGreaterThan(Installation.IsSoak ? 1_000 : 100);
        row.Fence.ShouldBe(Kills + 1, "each server claims the session once");
        var byLateness = SessionOracle.LoggedCandles(plan, stored).ToLookup(candle => candle.IsLate);
        byLateness[true].Count().ShouldBeGreaterThanOrEqualTo(Kills, "bars missed while no server ran are marked late");
        stored.Trades.ShouldContain(trade => trade.IsLate);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{trades} trades, {row.LogLength} entries, {byLateness[false].Count()} bars on time, {byLateness[true].Count()} late; faults {fake.GetStatistics()}"
        );
    }

    private void WaitForBarOnTime(long fromUtc)
    {
        var sessions = new StoredSessions(installation.Database);
        installation.WaitUntil(
            () =>
            {
                var row = sessions.Newest!;
                return SessionOracle
                    .LoggedCandles(SessionRequest.FromJson(row.Request).ToPlan(), sessions.LoadStoredSession(row.Number))
                    .Any(candle => !candle.IsLate && candle.Candle.TimeUtc >= fromUtc);
            },
            $"bar on time after {UnixTime.Format(fromUtc)}"
        );
    }

    private void WaitUntilProcessed(long untilUtc, WatchedProcess server)
    {
        var sessions = new StoredSessions(installation.Database);
        server.WaitUntil(() => sessions.Newest?.SteppedUntilUtc >= untilUtc, $"bar at {UnixTime.Format(untilUtc)}");
    }
}
