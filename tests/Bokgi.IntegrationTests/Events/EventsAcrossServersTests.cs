using System.Collections.Concurrent;
using System.Diagnostics;
using Bokgi.Host.Platform.Errors;
using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Store;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Events;

/// <summary>
/// An event that one server raises reaches the clients of another server through PostgreSQL or Redis, even if one of these is unavailable
/// for a time.
/// </summary>
public sealed class EventsAcrossServersTests(PostgresServer postgres, RedisServer redis, ITestOutputHelper output)
{
    private const string SingleProcess = "one process, SQLite";

    [Fact]
    public void Event_OfAnotherServer_ArrivesOverPostgresListen()
    {
        using var servers = new ServerPair(postgres.CreateDatabase().ConnectionString);
        servers.WaitUntil(() => servers.CountListeners() == 2, "listeners");

        servers.Publish(21);

        servers.WaitForAll();
    }

    [Fact]
    public void Event_OfAnotherServer_ArrivesWithAndWithoutRedis()
    {
        using var ownRedis = new RedisServer();
        using var servers = new ServerPair(postgres.CreateDatabase().ConnectionString, ownRedis.Url);
        servers.WaitForReadiness(200);
        servers.WaitUntilSignalled();
        servers.CountListeners().ShouldBe(0);

        ownRedis.Stop();
        servers.WaitForReadiness(503)["checks", "redis"].GetString().ShouldBe("Redis does not answer");
        servers.Publish(5);
        servers.WaitForAll(advancesClock: true);

        ownRedis.Restart();
        servers.WaitForReadiness(200);
        servers.WaitUntilSignalled();
        servers.ShouldHaveReceivedEachOnce();
    }

    [Fact]
    public void Start_RedisUnavailable_ServesAndConnectsLater()
    {
        using var ownRedis = new RedisServer();
        var url = ownRedis.Url;
        ownRedis.Stop();
        using var servers = new ServerPair(postgres.CreateDatabase().ConnectionString, url);

        servers.Publish(1);
        servers.WaitForAll(advancesClock: true);
        ownRedis.Restart();

        servers.WaitForReadiness(200);
        servers.WaitUntilSignalled();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Event_DatabaseUnavailableForATime_IsNeitherLostNorDuplicated(bool hasRedis)
    {
        using var ownPostgres = new PostgresServer();
        using var servers = new ServerPair(ownPostgres.CreateDatabase().ConnectionString, hasRedis ? redis.Url : string.Empty);
        servers.Publish(20);
        servers.WaitForAll(advancesClock: true);

        using var stop = new ManualResetEventSlim();
        var writing = Task.Run(() => servers.PublishUntil(stop));
        ownPostgres.Stop();
        servers.WaitUntil(() => !servers.PossiblyStored.IsEmpty, "event that could not be stored");
        servers.WaitForReadiness(503);
        ownPostgres.Restart();
        servers.WaitForReadiness(200);
        stop.Set();
        await writing;
        servers.Publish(20);
        servers.WaitForAll(advancesClock: true);

        if (!hasRedis)
            servers.WaitUntil(() => servers.CountListeners() == 2, "listeners", advancesClock: true);
        servers.WaitUntilSignalled();
        servers.ShouldHaveReceivedEachOnce();
    }

    [Theory]
    [InlineData(SingleProcess)]
    [InlineData("LISTEN")]
    [InlineData("Redis")]
    public void Event_EachTransport_ArrivesAndItsDelayIsPrinted(string transport)
    {
        var count = Environment.GetEnvironmentVariable("BOKGI_SOAK") == "1" ? 1_000 : 100;
        using var servers =
            transport == SingleProcess
                ? new ServerPair("")
                : new ServerPair(postgres.CreateDatabase().ConnectionString, transport == "Redis" ? redis.Url : "");
        if (transport == "Redis")
            servers.WaitForReadiness(200);
        if (transport == "LISTEN")
            servers.WaitUntil(() => servers.CountListeners() == 2, "listeners");
        servers.WaitUntilSignalled();

        var delays = servers.MeasureDelays(count).Order().Select(delay => delay.TotalMilliseconds).ToList();

        output.WriteLine(
            $"{transport}: median {delays[count / 2]:F2} ms, p99 {delays[count * 99 / 100]:F2} ms, longest {delays[^1]:F2} ms; the target is a median below 100 ms"
        );
    }

    /// <summary>
    /// Two servers over one PostgreSQL database; over SQLite, a single server in both roles. The first server raises events, and a client
    /// follows the second. The second server's clock stands still, so the server reads events only when it is signalled, unless the test
    /// advances the clock.
    /// </summary>
    private sealed class ServerPair : IDisposable
    {
        private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
        private static readonly TimeSpan WaitStep = TimeSpan.FromMilliseconds(10);

        private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        private readonly string databaseUrl;
        private readonly HttpServer first;
        private readonly HttpServer second;
        private readonly EventClient client;
        private readonly ConcurrentQueue<int> possiblyStored = [];
        private int publishedCount;

        public ServerPair(string databaseUrl, string redisUrl = "")
        {
            this.databaseUrl = databaseUrl;
            first = new HttpServer { DatabaseUrl = databaseUrl, RedisUrl = redisUrl };
            second =
                databaseUrl.Length > 0
                    ? new HttpServer
                    {
                        DatabaseUrl = databaseUrl,
                        RedisUrl = redisUrl,
                        Clock = clock,
                    }
                    : first;
            first.Get("/health").Status.ShouldBe(200);
            client = EventClient.Connect(second.Address);
        }

        /// <summary>Events that may or may not have been stored, because the database failed.</summary>
        public ConcurrentQueue<int> PossiblyStored => possiblyStored;

        public void Dispose()
        {
            client.Dispose();
            first.Dispose();
            if (second != first)
                second.Dispose();
        }

        public void Publish(int count)
        {
            for (var i = 0; i < count; i++)
                first.Events.Publish(new Event("task:a", "step", new { n = publishedCount++ }));
        }

        /// <summary>Raises events whether or not the database is available.</summary>
        public void PublishUntil(ManualResetEventSlim stop)
        {
            while (!stop.Wait(TimeSpan.FromMilliseconds(10)))
            {
                try
                {
                    Publish(1);
                }
                catch (Exception failure) when (failure.IsDatabaseDown())
                {
                    possiblyStored.Enqueue(publishedCount - 1);
                }
            }
        }

        /// <summary>Waits until the client has received all events that were stored.</summary>
        /// <param name="advancesClock">Whether to advance the second server's clock, so that it polls.</param>
        public void WaitForAll(bool advancesClock = false)
        {
            var stored = Enumerable.Range(0, publishedCount).Except(possiblyStored).ToHashSet();
            WaitUntil(() => stored.IsSubsetOf(Numbers(client.Events)), $"{stored.Count} events that were stored", advancesClock);
        }

        /// <summary>Raises events until all have arrived by signals alone, without polling by the second server.</summary>
        public void WaitUntilSignalled()
        {
            WaitUntil(
                () =>
                {
                    Publish(1); // a connection just re-established may have missed the previous one
                    return Enumerable.Range(0, publishedCount).Except(possiblyStored).ToHashSet().IsSubsetOf(Numbers(client.Events));
                },
                "event delivered by a signal"
            );
            WaitForAll();
        }

        public void WaitUntil(Func<bool> condition, string awaited, bool advancesClock = false)
        {
            var began = Stopwatch.GetTimestamp();
            while (!condition())
            {
                Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TestTimeout.Value, $"no {awaited}; {client.Events.Count} events came");
                TestContext.Current.CancellationToken.WaitHandle.WaitOne(WaitStep);
                if (advancesClock)
                    clock.Advance(PollInterval);
            }
        }

        public void ShouldHaveReceivedEachOnce()
        {
            var numbers = Numbers(client.Events).ToList();
            numbers.ShouldBeUnique();
            numbers.ShouldBe(numbers.Order());
            numbers.Except(possiblyStored).ShouldBe(Enumerable.Range(0, publishedCount).Except(possiblyStored));
            var ids = client.Events.Select(received => received.Id).ToList();
            ids.Zip(ids.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second);
        }

        /// <summary>Raises this many events one after the other, and measures the time from raising each to its arrival at the client.</summary>
        public List<TimeSpan> MeasureDelays(int eventCount)
        {
            var delays = new List<TimeSpan>();
            for (var i = 0; i < eventCount; i++)
            {
                var began = Stopwatch.GetTimestamp();
                Publish(1);
                WaitForAll();
                delays.Add(Stopwatch.GetElapsedTime(began, client.Events[^1].ArrivalTimestamp));
            }

            return delays;
        }

        public HttpAnswer WaitForReadiness(int status)
        {
            HttpAnswer answer = null!;
            WaitUntil(() => (answer = first.Get("/health/ready")).Status == status, $"readiness of {status}");
            return answer;
        }

        /// <summary>How many connections listen to this database.</summary>
        public long CountListeners()
        {
            using var connection = new NpgsqlConnection(databaseUrl);
            connection.Open();
            using var command = new NpgsqlCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'bokgi events' AND datname = current_database()",
                connection
            );
            return (long)command.ExecuteScalar()!;
        }

        private static IEnumerable<int> Numbers(IEnumerable<ReceivedEvent> seen) =>
            seen.Where(received => received.Kind == "step").Select(received => received.Number);
    }
}
