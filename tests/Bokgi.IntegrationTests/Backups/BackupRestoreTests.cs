using Bokgi.Host.Platform.Database;
using Bokgi.IntegrationTests.Events;
using Bokgi.IntegrationTests.Store;
using Npgsql;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace Bokgi.IntegrationTests.Backups;

/// <summary>
/// Backups of a whole installation. A restore must bring back all that was destroyed, or change nothing. The class has a PostgreSQL server
/// of its own, because tests count what a server holds: sessions of psql, and databases in which backups were verified.
/// </summary>
public sealed class BackupRestoreTests(PostgresServer postgres) : IClassFixture<PostgresServer>, IDisposable
{
    private readonly RedisServer redis = new();

    public void Dispose() => redis.Dispose();

    [Fact]
    public void Restore_SqliteAndFilesDestroyed_EverythingIsBack()
    {
        using var installation = new BackedUpServer();
        installation.AddRunsAndPreset();
        installation.AddPaperSession();
        var before = installation.ReadRestorableState();
        // Four answers for each of three runs; the presets, sessions and trades; three candle files.
        before.Count.ShouldBe((4 * 3) + 3 + 3);
        installation.Server.Restart();

        var files = installation.MakeBackups();
        files.Keys.ShouldBe(["database", "results", "data"], ignoreOrder: true);
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            File.Delete(Path.Combine(installation.Server.StateRoot, "bokgi.db" + suffix));
        Directory.Delete(Path.Combine(installation.Server.StateRoot, "results"), recursive: true);
        Directory.Delete(installation.Server.DataRoot, recursive: true);
        foreach (var file in files.Values)
            installation.Restore(file);

        installation.ReadRestorableState().ShouldBe(before);
        installation.RunBacktest("ETH_KRW");
        installation.ReadRunIds().Count.ShouldBe(4);
    }

    [Fact]
    public void Restore_PostgresRedisAndFilesDestroyed_EverythingIsBack()
    {
        using var installation = new BackedUpServer(postgres.CreateDatabase().ConnectionString, redis.Url);
        installation.AddRunsAndPreset();
        using var link = ConnectionMultiplexer.Connect(redis.Url["redis://".Length..].Split('/')[0] + ",allowAdmin=true");
        var redisDatabase = link.GetDatabase();
        redisDatabase.StringSet("plain", "text");
        redisDatabase.StringSet("passing", "text", TimeSpan.FromHours(1));
        redisDatabase.ListRightPush("list", ["a", "b"]);
        installation.AddPaperSession();
        Execute(Database(installation), "INSERT INTO workers VALUES ('w-1', 'machine', 1, 'worker', 1, 'backtest-queue', 0, 10, 0, 0)");
        var before = installation.ReadRestorableState();

        var files = installation.MakeBackups(); // the server is still running
        installation.Server.Restart();
        files.Keys.ShouldBe(["database", "redis", "results", "data"], ignoreOrder: true);
        files["database"].ShouldMatch(@"^postgresql/backup_\d{8}_\d{6}\.sql\.gz$");
        files["redis"].ShouldMatch(@"^redis/dump_\d{8}_\d{6}\.rdb\.gz$");
        NpgsqlConnection.ClearAllPools();
        Execute("postgres", $"DROP DATABASE {Database(installation)} WITH (FORCE)");
        link.GetServer(link.GetEndPoints()[0]).FlushAllDatabases();
        Directory.Delete(Path.Combine(installation.Server.StateRoot, "results"), recursive: true);
        Directory.Delete(installation.Server.DataRoot, recursive: true);
        foreach (var file in files.Values)
            installation.Restore(file);

        Query(Database(installation), "SELECT count(*) FROM workers").ShouldBe(0L, "the workers of the backup's time are gone");
        installation.ReadRestorableState().ShouldBe(before);
        redisDatabase.StringGet("plain").ToString().ShouldBe("text");
        redisDatabase.KeyTimeToLive("plain").ShouldBeNull();
        redisDatabase.KeyTimeToLive("passing")!.Value.ShouldBeInRange(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        redisDatabase.ListRange("list").Select(item => item.ToString()).ShouldBe(["a", "b"]);
        Query("postgres", "SELECT count(*) FROM pg_database WHERE datname LIKE 'bokgi_verify_%'").ShouldBe(0L);
    }

    [Fact]
    public void Restore_BackupOfAnEmptyRedis_RemovesPresentKeys()
    {
        using var installation = new BackedUpServer(redisUrl: redis.Url);
        var file = installation.MakeBackups("redis")["redis"];
        using var link = ConnectionMultiplexer.Connect(redis.Url["redis://".Length..].Split('/')[0]);
        link.GetDatabase().StringSet("later", "text");

        installation.Restore(file);

        link.GetDatabase().KeyExists("later").ShouldBeFalse();
    }

    [Fact]
    public void Restore_KilledAtAnyMoment_LeavesAllOrNothing()
    {
        using var installation = new BackedUpServer(postgres.CreateDatabase().ConnectionString);
        installation.AddRunsAndPreset(runs: 1);
        var (database, file) = (Database(installation), installation.MakeBackups("database")["database"]);
        installation.RunBacktest("ETH_KRW");
        installation.Server.Restart();
        // Kills the restore 0 to 35 ms after psql has connected to the database.
        for (var kill = 0; kill < 8; kill++)
        {
            using var restore = installation.StartBackupCommand("restore", file, "--yes", "--without-saving");
            restore.TryWaitUntil(() => (long)Query(database, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'psql'")! > 0);
            restore.TryWaitUntil(HasElapsed(TimeSpan.FromMilliseconds(5 * kill)));
            restore.Signal("KILL");
            restore.WaitForEnd();
            installation.Server.WaitUntil(() =>
                (long)Query(database, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'psql'")! == 0
            );

            // One run if the restore was completed, two if it was rolled back.
            ((long)Query(database, "SELECT count(*) FROM runs")!).ShouldBeOneOf(1L, 2L);
            Query(database, "SELECT count(*) FROM presets WHERE \"Name\" = 'mine'").ShouldBe(1L);
        }

        static Func<bool> HasElapsed(TimeSpan time)
        {
            var started = TimeProvider.System.GetTimestamp();
            return () => TimeProvider.System.GetElapsedTime(started) >= time;
        }
    }

    [Fact]
    public void Restore_PresentState_IsSavedFirstAndCanBeRestoredAgain()
    {
        using var installation = new BackedUpServer();
        installation.AddRunsAndPreset(runs: 1);
        installation.Server.Restart();
        var file = installation.MakeBackups("database")["database"];
        var earlier = installation.ReadRunIds();
        installation.RunBacktest("BTC_KRW");
        var later = installation.ReadRunIds();
        installation.Server.Restart();

        installation.RunBackupCommand("restore", file).ExitCode.ShouldBe(1, "it was not confirmed");
        var result = installation.RunBackupCommand("restore", file, "--yes");

        result.ExitCode.ShouldBe(0, result.Error);
        installation.ReadRunIds().ShouldBe(earlier);
        const string prefix = "the present state was saved as ";
        var saved = result.Out.Split('\n').Single(line => line.StartsWith(prefix, StringComparison.Ordinal))[prefix.Length..];
        installation.Server.Restart();
        installation.Restore(saved);
        installation.ReadRunIds().ShouldBe(later);
    }

    [Fact]
    public void Restore_PresentDatabaseIsDamaged_IsReplacedOnlyWithTheOptionWithoutSaving()
    {
        using var installation = new BackedUpServer();
        installation.AddRunsAndPreset(runs: 1);
        var runs = installation.ReadRunIds();
        installation.Server.Restart();
        var file = installation.MakeBackups("database")["database"];
        var database = SqliteEngine.GetDatabasePath(installation.Server.StateRoot);
        File.WriteAllText(database, "not a database");
        File.Delete(database + "-wal");

        var refused = installation.RunBackupCommand("restore", file, "--yes");
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("the present state cannot be saved first");
        File.ReadAllText(database).ShouldBe("not a database");
        var restored = installation.RunBackupCommand("restore", file, "--yes", "--without-saving");
        restored.ExitCode.ShouldBe(0, restored.Error);

        installation.ReadRunIds().ShouldBe(runs);
    }

    // Each dump is a database with one run and the schema of an earlier version. The restore migrates the schema to the present version.
    [Theory]
    [InlineData("step2")]
    [InlineData("step4")]
    [InlineData("step7")]
    [InlineData("step8")]
    [InlineData("step11")]
    public void Restore_BackupOfAnEarlierSchema_IsMigrated(string version)
    {
        using var installation = new BackedUpServer(postgres.CreateDatabase().ConnectionString);
        var dump = Path.Combine(
            UnitTests.SharedData.RepositoryRoot,
            "tests/Bokgi.IntegrationTests/Store/Schemas",
            $"{version}.postgres.sql"
        );
        Execute(Database(installation), File.ReadAllText(dump));
        var file = installation.MakeBackups("database")["database"];
        File.ReadAllText(installation.PathOf(file) + ".manifest.json")
            .ShouldContain($"\"{LastMigration(dump)}\"", Case.Sensitive, "not the program's");
        installation.AddRunsAndPreset(runs: 2); // migrates the database and adds runs
        installation.ReadRunIds().Count.ShouldBe(3);
        installation.Server.Restart();

        installation.Restore(file);

        installation.ReadRunIds().ShouldHaveSingleItem();
    }

    private static string LastMigration(string dump) =>
        File.ReadLines(dump).SelectMany(line => line.Split('\'', '\t', ' ', ',')).Where(IsMigration).Order(StringComparer.Ordinal).Last();

    private static bool IsMigration(string word) => word.Length > 15 && word[14] == '_' && word[..14].All(char.IsAsciiDigit);

    private static string Database(BackedUpServer installation) =>
        new NpgsqlConnectionStringBuilder(installation.Server.DatabaseUrl).Database!;

    private void Execute(string database, string statement) => Query(database, statement);

    private object? Query(string database, string query)
    {
        var address = new NpgsqlConnectionStringBuilder(postgres.CreateDatabase().ConnectionString)
        {
            Database = database,
            Pooling = false,
        };
        using var connection = new NpgsqlConnection(address.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(query, connection);
        return command.ExecuteScalar();
    }
}
