using Bokgi.Host.Platform.Database;
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

    protected override StoreFixture Empty() => new SqliteStore();
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

    protected override StoreFixture Empty() => new PostgresStore(server);
}

/// <summary>Databases of earlier versions migrate to the current schema. Each dump contains one run, without its files.</summary>
public abstract class MigrationTests
{
    private const string DumpedRun = "01a4cdcf-0000-7000-8000-000000000001";

    protected abstract string Engine { get; }

    protected abstract string SchemaQuery { get; }

    private string[] Dumps =>
        Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "tests/Bokgi.IntegrationTests/Store/Schemas"), $"*.{Engine}.sql");

    [Fact]
    public void Migrate_EveryKeptDump_KeepsItsRunsAndTakesNewOnes()
    {
        using var fresh = Empty();
        var schema = Schema(fresh);
        Dumps.ShouldNotBeEmpty();
        foreach (var dump in Dumps)
        {
            using var house = Empty();
            Load(house, File.ReadAllText(dump));

            house.Database.Migrate();

            Schema(house).ShouldBe(schema, dump);
            var old = house.Store.List(new RunQuery { Tag = "kept" }).Items.ShouldHaveSingleItem();
            (old.RunId, old.Strategy, old.TotalTrades).ShouldBe((DumpedRun, "volume_long_candle", 13));
            var run = house.Keep(StoreFixture.Request("BTC_KRW"));
            house.Store.Latest()!.RunId.ShouldBe(run.RunId);
            house.Store.Find(run.RunId)!.Totals.ShouldBe(run.Totals);
            house.Store.List(new RunQuery()).Total.ShouldBe(2);
        }
    }

    [Fact]
    public void Migrate_Twice_ChangesNothing()
    {
        using var house = Empty();
        var schema = Schema(house);

        house.Database.Migrate();

        Schema(house).ShouldBe(schema);
    }

    [Fact]
    public void PendingMigrations_BeforeAndAfter_AreAllAndNone()
    {
        using var house = Empty();
        var database = new BokgiDatabase(house.Settings);

        var pending = database.PendingMigrations();

        pending[0].ShouldEndWith("_Runs");
        pending.ShouldBe(pending.Order(StringComparer.Ordinal));
        Directory.EnumerateFiles(house.StateRoot).ShouldBeEmpty("asking creates nothing");
        database.Migrate();
        database.PendingMigrations().ShouldBeEmpty();
    }

    [Fact]
    public async Task Migrate_ManyAtOnce_AllSucceed()
    {
        using var house = Empty();
        _ = house.Settings;
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Task.Factory.StartNew(() => new BokgiDatabase(house.Settings).Migrate(), TaskCreationOptions.LongRunning))
        );

        house.Store.List(new RunQuery()).Total.ShouldBe(0);
    }

    [Fact]
    public void Model_AgainstItsMigrations_HasNoPendingChange()
    {
        using var house = Empty();
        using var context = house.Database.Open();

        context.Database.HasPendingModelChanges().ShouldBeFalse($"make a migration: see CONTRIBUTING.md ({context.GetType().Name})");
    }

    protected abstract StoreFixture Empty();

    private static void Load(StoreFixture house, string script)
    {
        using var context = new BokgiDatabase(house.Settings).Open();
        context.Database.OpenConnection();
        using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
    }

    private string Schema(StoreFixture house)
    {
        using var context = house.Database.Open();
        return string.Join('\n', context.Database.SqlQueryRaw<string>(SchemaQuery));
    }
}
