using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Errors;
using Bokgi.IntegrationTests.CommandLine;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

public sealed class PostgresAddressTests(PostgresServer server)
{
    private const string Secret = "hunter2";

    [Theory]
    [InlineData("postgresql://coin_user:p%40ss%2Fw@db:6543/coin_db", "db", 6543, "coin_user", "p@ss/w", "coin_db")]
    [InlineData("postgres://coin_user:a@b:c@db/coin_db", "db", 5432, "coin_user", "a@b:c", "coin_db")]
    [InlineData("postgresql://db/coin_db", "db", 5432, null, null, "coin_db")]
    [InlineData("POSTGRESQL://u@[::1]:5433/d", "::1", 5433, "u", null, "d")]
    [InlineData("postgresql://u:p@/d?host=%2Frun%2Fpostgresql", "/run/postgresql", 5432, "u", "p", "d")]
    [InlineData(" Host=db;Port=6543;Username=u;Password=p;Database=d ", "db", 6543, "u", "p", "d")]
    public void Parse_Address_ReadsItsParts(string text, string host, int port, string? user, string? password, string database)
    {
        var address = PostgresAddress.Parse(text);

        (address.Host, address.Port, address.Username, address.Password, address.Database).ShouldBe((host, port, user, password, database));
    }

    [Fact]
    public void Parse_Options_ArePassedToTheDriver()
    {
        var address = PostgresAddress.Parse("postgresql://u:p@db/d?sslmode=verify-full&connect_timeout=7&application_name=my%20app");

        (address.SslMode, address.Timeout, address.ApplicationName).ShouldBe((SslMode.VerifyFull, 7, "my app"));
    }

    // PostgreSQL allows 100 connections by default, which the Bokgi server, its workers and other programs share.
    [Theory]
    [InlineData("postgresql://u:p@db/d", 30)]
    [InlineData("Host=db;Username=u;Password=p;Database=d;Maximum Pool Size=7", 7)]
    public void ApplyDefaults_NumberOfConnections_IsLimited(string text, int maxConnections) =>
        PostgresAddress.ApplyDefaults(PostgresAddress.Parse(text), TimeSpan.FromSeconds(5)).MaxPoolSize.ShouldBe(maxConnections);

    [Theory]
    [InlineData("postgresql://u:hunter2@db:99x/d", "cannot be read; write it as postgresql://")]
    [InlineData("postgresql://u:hunter2@db/d?colour=red", "has an unknown option 'colour'")]
    [InlineData("postgresql://u:hunter2@", "names no host")]
    [InlineData("mysql://u:hunter2@db/d", "cannot be read")]
    [InlineData("Host=db;Passwort=hunter2", "cannot be read")]
    [InlineData("hunter2", "cannot be read")]
    public void Parse_InvalidAddress_FailsWithoutRevealingThePassword(string text, string message)
    {
        var error = Should.Throw<DatabaseUnavailableException>(() => PostgresAddress.Parse(text));

        error.Message.ShouldContain($"DATABASE_URL {message}");
        error.ToString().ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("runs", "127.0.0.1:1", "Failed to connect")]
    // An unknown host, because serve and worker keep retrying to reach a known one.
    [InlineData("serve", "nowhere.invalid:5432", "Name or service not known")]
    [InlineData("worker", "nowhere.invalid:5432", "Name or service not known")]
    public void Bokgi_DatabaseUnreachable_FailsWithOneLineWithoutThePassword(string command, string hostAndPort, string reason)
    {
        using var folder = new TemporaryFolder();

        var result = RunBokgi(folder, $"postgresql://coin_user:{Secret}@{hostAndPort}/coin_db", command);

        result.ExitCode.ShouldBe(2);
        result
            .ErrorLines.ShouldHaveSingleItem()
            .ShouldStartWith($"failed: the PostgreSQL database coin_db at {hostAndPort} cannot be used: {reason}");
        (result.Error + result.Out).ShouldNotContain(Secret);
    }

    [Fact]
    public void Runs_DatabaseMissingOnTheServer_IsCreated()
    {
        using var folder = new TemporaryFolder();
        var address = server.CreateDatabase();

        var result = RunBokgi(folder, $"postgresql://{address.Username}:{Secret}@{address.Host}:{address.Port}/made_by_url", "runs");

        result.ExitCode.ShouldBe(1);
        result.ErrorLines.ShouldHaveSingleItem().ShouldStartWith("no run matches");
    }

    [Fact]
    public void Runs_FileIsNoDatabase_FailsWithOneLine()
    {
        using var folder = new TemporaryFolder();
        folder.WriteText("bokgi.db", string.Concat(Enumerable.Repeat("this is not a database ", 1_000)));

        var result = RunBokgi(folder, "", "runs");

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldHaveSingleItem().ShouldContain("file is not a database");
    }

    private static BokgiResult RunBokgi(TemporaryFolder folder, string address, params string[] arguments) =>
        BokgiProcess.RunWithEnvironment(
            new Dictionary<string, string>
            {
                ["DATA_ROOT"] = folder.Path,
                ["STATE_ROOT"] = folder.Path,
                ["DATABASE_URL"] = address,
                ["PORT"] = "0",
            },
            arguments
        );
}
