using System.Diagnostics;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Events;
using Bokgi.IntegrationTests.Http;
using Bokgi.IntegrationTests.Store;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Events;

/// <summary>An event that one server raises reaches the clients of another over PostgreSQL and Redis, whatever of these is away for a time.</summary>
public sealed class EventsAcrossServersTests(PostgresServer postgres, RedisServer redis, ITestOutputHelper output)
{
    // By a look each second alone it would be 0.5 s.
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(0.25);

    [Fact]
    public void Event_OfAnotherServer_ComesByListening()
    {
        using var house = new House(postgres.CreateDatabase().ConnectionString);

        house.MedianDelay(21).ShouldBeLessThan(Quick);
        house.Listeners().ShouldBe(2);
    }

    [Fact]
    public void Event_OfAnotherServer_ComesByRedisAndWithoutIt()
    {
        using var server = new RedisServer();
        using var house = new House(postgres.CreateDatabase().ConnectionString, server.Url);
        house.WaitUntilReady(200);

        house.MedianDelay(21).ShouldBeLessThan(Quick);
        house.Listeners().ShouldBe(0);

        server.Stop();
        house.WaitUntilReady(503)["checks", "redis"].GetString().ShouldBe("Redis does not answer");
        var began = TimeProvider.System.GetTimestamp();
        house.Publish(5);
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(1), "nobody waits for Redis");
        house.WaitForAll();

        server.Restart();
        house.WaitUntilReady(200);
        house.WaitUntilQuick(Quick);
        house.ShouldHaveEachOnce();
    }

    [Fact]
    public void Start_RedisAway_ServesAndComesToIt()
    {
        using var server = new RedisServer();
        var url = server.Url;
        server.Stop();
        using var house = new House(postgres.CreateDatabase().ConnectionString, url);

        house.Publish(1);
        house.WaitForAll();
        server.Restart();

        house.WaitUntilReady(200);
        house.WaitUntilQuick(Quick);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Event_DatabaseAwayForATime_IsNeitherLostNorDoubled(bool hasRedis)
    {
        using var own = new PostgresServer();
        using var house = new House(own.CreateDatabase().ConnectionString, hasRedis ? redis.Url : string.Empty);
        house.Publish(20);
        house.WaitForAll();

        using var stop = new ManualResetEventSlim();
        var writing = Task.Run(() => house.PublishUntil(stop));
        own.Stop();
        house.WaitUntilReady(503);
        own.Restart();
        house.WaitUntilReady(200);
        stop.Set();
        await writing;
        house.Publish(20);
        house.WaitForAll();

        house.WaitUntilQuick(Quick);
        house.ShouldHaveEachOnce();
        house.Uncertain.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("one process, SQLite")]
    [InlineData("LISTEN")]
    [InlineData("Redis")]
    public void Event_EachWay_ComesWithinMilliseconds(string way)
    {
        var count = Environment.GetEnvironmentVariable("BOKGI_SOAK") == "1" ? 1_000 : 100;
        using var house =
            way[0] == 'o' ? new House("") : new House(postgres.CreateDatabase().ConnectionString, way == "Redis" ? redis.Url : "");
        if (way == "Redis")
            house.WaitUntilReady(200);
        house.Delays(20);

        var delays = house.Delays(count).Order().Select(delay => delay.TotalMilliseconds).ToList();

        output.WriteLine($"{way}: median {delays[count / 2]:F2} ms, p99 {delays[count * 99 / 100]:F2} ms, longest {delays[^1]:F2} ms");
        delays[count / 2].ShouldBeLessThan(100);
    }

    /// <summary>Two servers of one database (one server without PostgreSQL), the first of which raises events, and a client of the second.</summary>
    private sealed class House : IDisposable
    {
        private readonly string databaseUrl;
        private readonly HttpServer first;
        private readonly HttpServer second;
        private readonly EventClient client;
        private readonly List<int> uncertain = [];
        private int published;

        public House(string databaseUrl, string redisUrl = "")
        {
            this.databaseUrl = databaseUrl;
            first = new HttpServer { DatabaseUrl = databaseUrl, RedisUrl = redisUrl };
            second = databaseUrl.Length > 0 ? new HttpServer { DatabaseUrl = databaseUrl, RedisUrl = redisUrl } : first;
            first.Get("/health").Status.ShouldBe(200);
            client = EventClient.Connect(second.Address);
        }

        /// <summary>Events of which nobody knows whether they were kept, since the database went away.</summary>
        public IReadOnlyList<int> Uncertain => uncertain;

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
                first.Events.Publish(new Event("task:a", "step", new { n = published++ }));
        }

        /// <summary>Raises events whether or not the database is there.</summary>
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
                    uncertain.Add(published - 1);
                }
            }
        }

        public void WaitForAll()
        {
            var certain = Enumerable.Range(0, published).Except(uncertain).ToHashSet();
            client.WaitUntil(seen => certain.IsSubsetOf(Numbers(seen)), $"{certain.Count} events that were kept");
        }

        public void ShouldHaveEachOnce()
        {
            var numbers = Numbers(client.Events).ToList();
            numbers.ShouldBeUnique();
            numbers.ShouldBe(numbers.Order());
            numbers.Except(uncertain).ShouldBe(Enumerable.Range(0, published).Except(uncertain));
            var ids = client.Events.Select(each => each.Id).ToList();
            ids.Zip(ids.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second);
        }

        /// <summary>The time from raising an event to the client, of several events one after the other.</summary>
        public List<TimeSpan> Delays(int events)
        {
            var delays = new List<TimeSpan>();
            for (var i = 0; i < events; i++)
            {
                var began = Stopwatch.GetTimestamp();
                Publish(1);
                WaitForAll();
                delays.Add(Stopwatch.GetElapsedTime(began, client.Events[^1].Arrived));
            }

            return delays;
        }

        public TimeSpan MedianDelay(int events) => Delays(events).Order().ElementAt(events / 2);

        public void WaitUntilQuick(TimeSpan limit)
        {
            var began = Stopwatch.GetTimestamp();
            while (MedianDelay(5) >= limit)
                Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        }

        public HttpAnswer WaitUntilReady(int status)
        {
            var began = Stopwatch.GetTimestamp();
            HttpAnswer answer;
            do
            {
                answer = first.Get("/health/ready");
                Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30), answer.Text);
            } while (answer.Status != status);
            return answer;
        }

        /// <summary>How many connections listen to this database.</summary>
        public long Listeners()
        {
            using var connection = new NpgsqlConnection(databaseUrl);
            connection.Open();
            using var command = new NpgsqlCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'bokgi events' AND datname = current_database()",
                connection
            );
            return (long)command.ExecuteScalar()!;
        }

        private static IEnumerable<int> Numbers(IEnumerable<SeenEvent> seen) =>
            seen.Where(each => each.Kind == "step").Select(each => each.N);
    }
}
