using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Runs.Store;
using Bokgi.UnitTests;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

public sealed class SqliteMigrationTests : MigrationTests
{
    protected override string Engine => "sqlite";

    protected override string SchemaQuery =>
        @"SELECT name || ': ' || sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\_\_EF%' ESCAPE '\' ORDER BY name";

    protected override StoreFixture CreateEmptyStore() => new SqliteStore();
}

public sealed class PostgresMigrationTests(PostgresServer server) : MigrationTests
{
    protected override string Engine => "postgres";

    protected override string SchemaQuery =>
        """
            SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1
            """;

    protected override StoreFixture CreateEmptyStore() => new PostgresStore(server);
}

/// <summary>Databases of earlier versions migrate to the current schema. Each dump contains one run, without its files.</summary>
public abstract class MigrationTests
{
    private const string DumpedRunId = "01a4cdcf-0000-7000-8000-000000000001";

    protected abstract string Engine { get; }

    protected abstract string SchemaQuery { get; }

    private string[] Dumps =>
        Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "tests/Bokgi.IntegrationTests/Store/Schemas"), $"*.{Engine}.sql");

    [Fact]
    public void Migrate_EveryDump_KeepsItsRunsAndAcceptsNewOnes()
    {
        using var newStore = CreateEmptyStore();
        var schema = ReadSchema(newStore);
        Dumps.ShouldNotBeEmpty();
        foreach (var dump in Dumps)
        {
            using var fixture = CreateEmptyStore();
            RunScript(fixture, File.ReadAllText(dump));

            fixture.Database.Migrate();

            ReadSchema(fixture).ShouldBe(schema, dump);
            var dumpedRun = fixture.RunStorage.List(new RunQuery { Tag = "kept" }).Items.ShouldHaveSingleItem();
            (dumpedRun.RunId, dumpedRun.Strategy, dumpedRun.TotalTrades).ShouldBe((DumpedRunId, "volume_long_candle", 13)); // as in the dump
            var run = fixture.RunAndStore(StoreFixture.CreateRequest("BTC_KRW"));
            fixture.RunStorage.Latest()!.RunId.ShouldBe(run.RunId);
            fixture.RunStorage.Find(run.RunId)!.Totals.ShouldBe(run.Totals);
            fixture.RunStorage.List(new RunQuery()).Total.ShouldBe(2);
        }
    }

    [Fact]
    public void Migrate_LastMigrationFails_LeavesEveryDumpAsItWas()
    {
        foreach (var dump in Dumps)
        {
            using var fixture = CreateEmptyStore();
            // The last migration fails, because it also creates a table with this name.
            RunScript(fixture, File.ReadAllText(dump) + "\nCREATE TABLE schedules (\"is in the way\" INTEGER);");
            var before = ReadSchemaAndMigrations(fixture);

            var failure = Should.Throw<DatabaseUnavailableException>(() => new BokgiDatabase(fixture.Settings).Migrate(), dump);

            failure.Message.ShouldContain("schedules");
            ReadSchemaAndMigrations(fixture).ShouldBe(before, dump);
            RunScript(fixture, "DROP TABLE schedules;");
            fixture.Database.Migrate();
            fixture.RunStorage.List(new RunQuery { Tag = "kept" }).Items.ShouldHaveSingleItem().RunId.ShouldBe(DumpedRunId);
        }
    }

    [Fact]
    public void Migrate_Twice_ChangesNothing()
    {
        using var fixture = CreateEmptyStore();
        var schema = ReadSchema(fixture);

        fixture.Database.Migrate();

        ReadSchema(fixture).ShouldBe(schema);
    }

    [Fact]
    public void PendingMigrations_BeforeAndAfterMigrate_ListAllAndThenNone()
    {
        using var fixture = CreateEmptyStore();
        var database = new BokgiDatabase(fixture.Settings);

        var pending = database.FindPendingMigrations();

        pending[0].ShouldEndWith("_Runs");
        pending.ShouldBe(pending.Order(StringComparer.Ordinal));
        Directory.EnumerateFiles(fixture.StateRoot).ShouldBeEmpty("a query of pending migrations creates no file");
        database.Migrate();
        database.FindPendingMigrations().ShouldBeEmpty();
    }

    [Fact]
    public async Task Migrate_Concurrently_AllSucceed()
    {
        using var fixture = CreateEmptyStore();
        _ = fixture.Settings; // creates the state folder and, in PostgreSQL, the empty database, which all threads use
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Task.Factory.StartNew(() => new BokgiDatabase(fixture.Settings).Migrate(), TaskCreationOptions.LongRunning))
        );

        fixture.RunStorage.List(new RunQuery()).Total.ShouldBe(0);
    }

    [Fact]
    public void Model_AgainstItsMigrations_HasNoPendingChange()
    {
        using var fixture = CreateEmptyStore();
        using var context = fixture.Database.Open();

        context
            .Database.HasPendingModelChanges()
            .ShouldBeFalse($"make a migration: see docs/decisions/two-contexts.md ({context.GetType().Name})");
    }

    [Fact]
    public void KnownMigrations_OfTheEngine_ListAllMigrationsInOrder()
    {
        using var fixture = CreateEmptyStore();
        using var context = fixture.Database.Open();

        fixture.Database.KnownMigrations.ShouldBe(context.Database.GetMigrations());
    }

    protected abstract StoreFixture CreateEmptyStore();

    private string ReadSchemaAndMigrations(StoreFixture fixture)
    {
        using var context = new BokgiDatabase(fixture.Settings).Open();
        var migrations = context.Database.SqlQueryRaw<string>(
            """SELECT "MigrationId" AS "Value" FROM "__EFMigrationsHistory" ORDER BY 1"""
        );
        return string.Join('\n', [.. context.Database.SqlQueryRaw<string>(SchemaQuery), .. migrations]);
    }

    private static void RunScript(StoreFixture fixture, string script)
    {
        using var context = new BokgiDatabase(fixture.Settings).Open();
        context.Database.OpenConnection();
        using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
    }

    private string ReadSchema(StoreFixture fixture)
    {
        using var context = fixture.Database.Open();
        return string.Join('\n', context.Database.SqlQueryRaw<string>(SchemaQuery));
    }
}
