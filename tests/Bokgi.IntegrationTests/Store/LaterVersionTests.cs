using Bokgi.Host.Platform.Database;
using Bokgi.IntegrationTests.CommandLine;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

public sealed class SqliteLaterVersionTests : LaterVersionTests
{
    protected override StoreFixture Empty() => new SqliteStore();

    [Theory]
    [InlineData("serve")]
    [InlineData("paper", "status")]
    [InlineData("show", "latest")]
    public void Command_OfSqlite_IsRefused(params string[] arguments) => ShouldRefuse(arguments);
}

public sealed class PostgresLaterVersionTests(PostgresServer server) : LaterVersionTests
{
    protected override StoreFixture Empty() => new PostgresStore(server);

    [Theory]
    [InlineData("serve")]
    [InlineData("worker")]
    public void Command_OfPostgres_IsRefused(params string[] arguments) => ShouldRefuse(arguments);
}

/// <summary>Commands refuse a database that a later version has migrated: they change nothing and say in one line what to do.</summary>
public abstract class LaterVersionTests
{
    private const string Later = "20990101000000_Later";

    [Theory]
    [InlineData("runs")]
    [InlineData("migrate")]
    [InlineData("migrate", "--check")]
    [InlineData("backtest", "--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H")]
    public void Command_DatabaseOfALaterVersion_IsRefusedBeforeAnythingIsWritten(params string[] arguments) => ShouldRefuse(arguments);

    protected abstract StoreFixture Empty();

    protected void ShouldRefuse(string[] arguments)
    {
        using var house = Empty();
        house.WriteCandles("BTC_KRW");
        var known = new BokgiDatabase(house.Settings).PendingMigrations()[^1];
        using (var context = house.Database.Open())
            context.Database.ExecuteSqlRaw($"""INSERT INTO "__EFMigrationsHistory" VALUES ('{Later}', '99.0.0')""");
        var before = Rows(house);

        var result = BokgiProcess.RunIn(
            [
                new("STATE_ROOT", house.StateRoot),
                new("DATA_ROOT", house.Settings.DataRoot),
                new("DATABASE_URL", house.DatabaseUrl),
                new("PORT", "0"),
            ],
            arguments
        );

        result.ExitCode.ShouldBe(2, result.Error);
        var line = result.Error.Trim().Split('\n').ShouldHaveSingleItem();
        line.ShouldContain("is of a later version of bokgi");
        line.ShouldContain(Later);
        line.ShouldContain(known);
        result.Out.ShouldBeEmpty();
        Rows(house).ShouldBe(before);
        Directory.Exists(house.Results).ShouldBeFalse();
    }

    private static string Rows(StoreFixture house)
    {
        using var context = house.Database.Open();
        var history = context.Database.SqlQueryRaw<string>("""SELECT "MigrationId" AS "Value" FROM "__EFMigrationsHistory" """);
        var runs = context.Database.SqlQueryRaw<long>("""SELECT count(*) AS "Value" FROM runs""").Single();
        return $"{string.Join(' ', history.ToList().Order(StringComparer.Ordinal))} {runs}";
    }
}
