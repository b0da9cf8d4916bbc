using System.Diagnostics;
using Bokgi.Host.Platform.Database;
using Bokgi.IntegrationTests.Store;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Http;

/// <summary>Requests while another program locks all of PostgreSQL's tables.</summary>
public sealed class PostgresLockTests(PostgresServer postgres, ITestOutputHelper output) : IDisposable
{
    private const string RunBody =
        """{"strategy":"volume_long_candle","symbols":["BTC_KRW"],"start_date":"2024-01-01","end_date":"2024-01-02","timeframe":"1H"}""";

    private readonly HttpServer server = new() { DatabaseUrl = postgres.CreateDatabase().ConnectionString };

    public void Dispose() => server.Dispose();

    [Fact]
    public void Requests_TablesLockedByAnotherProgram_AreRefusedWithinTheDeadlineAndAnsweredAfterwards()
    {
        SampleLake.WriteHours(server.DataRoot, "BTC_KRW", 50);
        server.Get("/health/ready").Status.ShouldBe(200);
        var requests = new Dictionary<string, Func<HttpAnswer>>
        {
            ["history"] = () => server.Get("/api/backtests/history"),
            ["preset"] = () =>
                server.Send(HttpMethod.Post, "/api/strategies/presets", """{"name":"own","strategy":"volume_long_candle","params":{}}"""),
            ["run"] = () => server.Send(HttpMethod.Post, "/api/backtests/run", RunBody),
        };
        using (LockAllTables())
        {
            foreach (var (name, request) in requests)
            {
                var watch = Stopwatch.StartNew();
                var answer = request();
                output.WriteLine($"{name}: refused after {watch.Elapsed.TotalSeconds:0.0} s");
                answer.ShouldBeProblem(503, "the database cannot be used at the moment");
                watch.Elapsed.ShouldBeLessThan(BokgiDatabase.LockTimeout * 3);
            }
        }

        foreach (var (name, request) in requests)
            request().Status.ShouldBeOneOf([200, 201], name);
        // The refused run has no row in the database, so the server removes its file. The file of the run that was answered remains.
        server.WaitUntil(() =>
            Directory.GetFiles(Path.Combine(server.StateRoot, "results"), "*.bokgi", SearchOption.AllDirectories).Length == 1
        );
    }

    private NpgsqlConnection LockAllTables()
    {
        var holder = new NpgsqlConnection(server.DatabaseUrl);
        holder.Open();
        using var command = new NpgsqlCommand(
            """
            BEGIN;
            DO $$ DECLARE each text; BEGIN
              FOR each IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' LOOP
                EXECUTE 'LOCK TABLE ' || each || ' IN ACCESS EXCLUSIVE MODE';
              END LOOP;
            END $$;
            """,
            holder
        );
        command.ExecuteNonQuery();
        return holder;
    }
}
