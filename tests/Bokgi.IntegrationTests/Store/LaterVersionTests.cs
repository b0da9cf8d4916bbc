using Bokgi.Host.Platform.Database;
using Bokgi.IntegrationTests.CommandLine;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

public sealed class SqliteLaterVersionTests : LaterVersionTests
{
    protected override StoreFixture CreateEmptyStore() => new SqliteStore();

    [Theory]
    [InlineData("serve")]
    [InlineData("paper", "status")]
    [InlineData("show", "latest")]
    public void SqliteCommand_DatabaseOfALaterVersion_IsRefused(params string[] arguments) => ShouldRefuse(arguments);
}

public sealed class PostgresLaterVersionTests(PostgresServer server) : LaterVersionTests
{
    protected override StoreFixture CreateEmptyStore() => new PostgresStore(server);

    [Theory]
    [InlineData("serve")]
    [InlineData("worker")]
    public void PostgresCommand_DatabaseOfALaterVersion_IsRefused(params string[] arguments) => ShouldRefuse(arguments);
}

/// <summary>Commands refuse a database that a later version has migrated: they change nothing and say in one line what to do.</summary>
public abstract class LaterVersionTests
{
    private const string LaterMigration = "20990101000000_Later";

    [Theory]
    [InlineData("runs")]
    [InlineData("migrate")]
    [InlineData("migrate", "--check")]
    [InlineData("backtest", "--symbols", "BTC_KRW", "--strategy", "volume_long_candle", "--timeframe", "1H")]
    public void Command_DatabaseOfALaterVersion_IsRefusedBeforeAnythingIsWritten(params string[] arguments) => ShouldRefuse(arguments);

    protected abstract StoreFixture CreateEmptyStore();

    protected void ShouldRefuse(string[] arguments)
    {
        using var fixture = CreateEmptyStore();
        fixture.WriteCandles("BTC_KRW");
        // All known migrations are pending: fixture.Database, which applies them, is not used before the next line.
        var lastKnownMigration = new BokgiDatabase(fixture.Settings).FindPendingMigrations()[^1];
        using (var context = fixture.Database.Open())
            context.Database.ExecuteSqlRaw($"""INSERT INTO "__EFMigrationsHistory" VALUES ('{LaterMigration}', '99.0.0')""");
        var before = ReadMigrationsAndRunCount(fixture);

        var result = BokgiProcess.RunWithEnvironment(
            [
                new("STATE_ROOT", fixture.StateRoot),
                new("DATA_ROOT", fixture.Settings.DataRoot),
                new("DATABASE_URL", fixture.DatabaseUrl),
                new("PORT", "0"),
            ],
            arguments
        );

        result.ExitCode.ShouldBe(2, result.Error);
        var line = result.Error.Trim().Split('\n').ShouldHaveSingleItem();
        line.ShouldContain("is of a later version of bokgi");
        line.ShouldContain(LaterMigration);
        line.ShouldContain(lastKnownMigration);
        result.Out.ShouldBeEmpty();
        ReadMigrationsAndRunCount(fixture).ShouldBe(before);
        Directory.Exists(fixture.ResultsFolder).ShouldBeFalse();
    }

    private static string ReadMigrationsAndRunCount(StoreFixture fixture)
    {
        using var context = fixture.Database.Open();
        var history = context.Database.SqlQueryRaw<string>("""SELECT "MigrationId" AS "Value" FROM "__EFMigrationsHistory" """);
        var runs = context.Database.SqlQueryRaw<long>("""SELECT count(*) AS "Value" FROM runs""").Single();
        return $"{string.Join(' ', history.ToList().Order(StringComparer.Ordinal))} {runs}";
    }
}
