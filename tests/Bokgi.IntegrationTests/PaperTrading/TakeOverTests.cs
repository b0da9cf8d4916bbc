using System.Globalization;
using Bokgi.Host.PaperTrading.Requests;
using Bokgi.Host.PaperTrading.Store;
using Bokgi.IntegrationTests.Collection;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Store;
using Bokgi.IntegrationTests.Tasks;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.PaperTrading;

/// <summary>Two servers share a PostgreSQL database: one runs a session, and the other takes it over after the first is killed.</summary>
public sealed class TakeOverTests : IDisposable
{
    private const int Speed = 60; // recorded seconds per second

    private readonly FakeUpbit fake = new(speed: Speed, moreOptions: ["--from", SharedMinuteCandles.ReplayStart]);
    private readonly Installation installation;

    public TakeOverTests(PostgresServer postgres) =>
        installation = new Installation(postgres.CreateDatabase().ConnectionString, settings: fake.Settings);

    public void Dispose()
    {
        installation.Dispose();
        fake.Dispose();
    }

    [Fact]
    public void Session_OwnerKilled_OtherServerContinuesWithoutDuplicates()
    {
        List<WatchedProcess> servers = [installation.StartServer(), installation.StartServer()];
        var started = installation.Send(
            HttpMethod.Post,
            "/api/simulation/start",
            SharedMinuteCandles.Request("BTC_KRW", "ETH_KRW", "XRP_KRW")
        );
        started.Status.ShouldBe(200, started.Text);
        var sessions = new StoredSessions(installation.Database);
        installation.WaitUntil(() => Row().SteppedUntilUtc >= Row().BeginsUtc + SharedMinuteCandles.Minutes(5), "bars");

        var owner = Row().Owner!; // MACHINE-PROCESS-NUMBER
        var processId = int.Parse(owner.Split('-')[^2], CultureInfo.InvariantCulture);
        var killed = servers.Find(server => server.Id == processId).ShouldNotBeNull(owner);
        killed.Signal("KILL");
        killed.WaitForEnd().ShouldBe(137); // 128 + 9, the number of SIGKILL
        var (lengthBefore, fenceBefore) = (Row().LogLength, Row().Fence);
        var survivor = servers.Find(server => server != killed)!;
        installation.Connect(survivor);
        var takeOverTime = installation.WaitUntil(() => Row().Owner != owner && Row().LogLength > lengthBefore, "take-over");
        TestContext.Current.TestOutputHelper?.WriteLine($"continued by the other server after {takeOverTime}");
        Row().Fence.ShouldBe(fenceBefore + 1);
        installation.WaitUntil(() => Row().SteppedUntilUtc >= Row().BeginsUtc + SharedMinuteCandles.Minutes(40), "more bars");

        installation.Send(HttpMethod.Post, "/api/simulation/stop", new { close_positions = false }).Status.ShouldBe(200);
        installation.WaitUntil(() => Row().VerifiedLength == Row().LogLength, "verification");
        var comparedTrades = SessionOracle.ShouldMatchBacktest(
            SessionRequest.FromJson(Row().Request).ToPlan(),
            sessions.LoadStoredSession(Row().Number),
            SharedMinuteCandles.ExchangeCandles
        );
        comparedTrades.ShouldBeGreaterThan(3);
        installation.Get("/api/simulation/status")["verification", "is_clean"].GetBoolean().ShouldBeTrue();

        PaperSessionRow Row() => sessions.Newest!;
    }
}
