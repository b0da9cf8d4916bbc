using Bokgi.Host.PaperTrading.Requests;
using Bokgi.IntegrationTests.Collection;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Tasks;
using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>
/// A session over recorded days at high speed. The connection has every repairable fault, and the server is killed five times. The test
/// covers seven hours, or three days with BOKGI_SOAK=1.
/// </summary>
public sealed class PaperKillTests : IDisposable
{
    private const int Kills = 5;
    private const int Speed = 600;
    private const string Faults = "drop=0.0002,silence=once,duplicate=0.02,reorder=0.03,malformed=0.0001,429=0.01,5xx=0.02,cut=0.01";

    private readonly FakeUpbit fake = new(Faults, speed: Speed, more: ["--from", SharedMinutes.Begin]);
    private readonly Installation house;
    private readonly Random random = new(20_261_127);

    public PaperKillTests() => house = new Installation(databaseUrl: string.Empty, settings: fake.Settings);

    private static long Span => (Installation.IsSoak ? 72 : 7) * 3_600 * SharedMinutes.Second;

    public void Dispose()
    {
        house.Dispose();
        fake.Dispose();
    }

    [Fact]
    public void Session_ServerKilledFiveTimes_EndsWithTheTradesOfTheBacktestOverTheLakeItself()
    {
        var server = house.StartServer();
        var started = house.Send(HttpMethod.Post, "/api/simulation/start", SharedMinutes.Request(SharedMinutes.Symbols));
        started.Status.ShouldBe(200, started.Text);
        var pages = new StoredSessions(house.Database);
        var begin = 0L;
        house.Until(() => (begin = pages.Newest!.BeginsUtc ?? 0) > 0, "begin");

        // Kills each server only after it has processed at least one bar on time, however slow the machine is.
        var servedFrom = begin;
        for (var kill = 1; kill <= Kills; kill++)
        {
            WaitFor(begin + (Span * kill / (Kills + 1)) + (random.NextInt64(600) * SharedMinutes.Second), server);
            WaitForBarInTime(servedFrom);
            server.Signal("KILL");
            server.WaitForEnd().ShouldBe(137);
            servedFrom = pages.Newest!.SteppedUntilUtc!.Value;
            server = house.StartServer();
        }

        WaitFor(begin + Span, server);
        WaitForBarInTime(servedFrom);
        var stopped = house.Send(HttpMethod.Post, "/api/simulation/stop", new { close_positions = false });
        stopped.Status.ShouldBe(200, stopped.Text);
        house.Until(() => pages.Newest is { } row && row.VerifiedLength == row.LogLength, "verification");

        var row = pages.Newest!;
        var whole = pages.Whole(row.Number);
        var plan = SessionRequest.Read(row.Request).Plan();
        var trades = SessionOracle.ShouldBeTheBacktest(plan, whole, SharedMinutes.Truth);
        var verified = house.Get("/api/simulation/status")["verification"];
        verified.GetProperty("is_clean").GetBoolean().ShouldBeTrue(verified.ToString());
        verified.GetProperty("trades").GetInt32().ShouldBe(trades);
        trades.ShouldBeGreaterThan(Installation.IsSoak ? 1_000 : 100);
        row.Fence.ShouldBe(Kills + 1);
        var late = SessionOracle.Logged(plan, whole).ToLookup(candle => candle.IsLate);
        late[true].Count().ShouldBeGreaterThanOrEqualTo(Kills, "bars missed while no server ran are marked late");
        whole.Trades.ShouldContain(trade => trade.IsLate);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{trades} trades, {row.LogLength} entries, {late[false].Count()} bars in time, {late[true].Count()} late; faults {fake.Measures()}"
        );
    }

    private void WaitForBarInTime(long fromUtc)
    {
        var pages = new StoredSessions(house.Database);
        house.Until(
            () =>
            {
                var row = pages.Newest!;
                return SessionOracle
                    .Logged(SessionRequest.Read(row.Request).Plan(), pages.Whole(row.Number))
                    .Any(candle => !candle.IsLate && candle.Candle.TimeUtc >= fromUtc);
            },
            $"bar in time after {UnixTime.Format(fromUtc)}"
        );
    }

    private void WaitFor(long untilUtc, WatchedProcess server)
    {
        var pages = new StoredSessions(house.Database);
        server.WaitUntil(() => pages.Newest?.SteppedUntilUtc >= untilUtc, $"bar at {UnixTime.Format(untilUtc)}");
    }
}
