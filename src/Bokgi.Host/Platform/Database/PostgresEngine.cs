using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Bokgi.Host.Platform.Database;

internal sealed class PostgresEngine : DatabaseEngine
{
    private const long MigrationLockNumber = 0x626F6B6769; // "bokgi" in ASCII

    private readonly string connectionString;

    public PostgresEngine(string url, TimeSpan lockTimeout)
    {
        var address = PostgresAddress.Parse(url);
        Name = $"the PostgreSQL database {address.Database ?? address.Username} at {address.Host}:{address.Port}";
        connectionString = PostgresAddress.ApplyDefaults(address, lockTimeout).ConnectionString;
    }

    public override string Name { get; }

    // Created when a context is first opened, so that a command that opens none does not load EF.
    private DbContextOptions<PostgresBokgiContext> Options =>
        field ??= new DbContextOptionsBuilder<PostgresBokgiContext>().UseNpgsql(connectionString).Options;

    public override string Setting => "DATABASE_URL";

    public override IReadOnlyList<string> Migrations { get; } =
    [
        "20261123023428_Runs",
        "20261123081434_TasksEventsAudit",
        "20261126192149_PaperTrading",
        "20261128190022_FileHashes",
        "20261129155639_TaskRequests",
        "20261129171234_Alerts",
        "20261130031637_Schedules",
    ];

    public override BokgiContext Open(TimeSpan lockTimeout) => new PostgresBokgiContext(Options);

    public override string PositionFunction => "strpos";

    public override Sql In(IReadOnlyCollection<string> values) => $"= ANY({(object)values.ToArray()})";

    public override DbConnection CreateConnection() => new NpgsqlConnection(connectionString);

    public override BokgiContext OpenContextOn(DbConnection connection)
    {
        var context = new PostgresBokgiContext(Options);
        context.Database.SetDbConnection(connection, contextOwnsConnection: false);
        return context;
    }

    public override async Task<DatabaseConnection> ConnectAsync(TimeSpan lockTimeout, CancellationToken cancel)
    {
        var connection = CreateConnection();
        try
        {
            await connection.OpenAsync(cancel);
            return new DatabaseConnection(this, connection, connection.Dispose);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override async Task<DbTransaction> BeginSnapshotAsync(DbConnection connection) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);

    public override IReadOnlyList<string> ReadAppliedMigrations()
    {
        try
        {
            using var connection = CreateConnection();
            connection.Open();
            return QueryStrings(connection, AppliedMigrationsQuery);
        }
        catch (PostgresException missing)
            when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidCatalogName)
        {
            return [];
        }
    }

    public override void Upgrade()
    {
        using var context = new PostgresBokgiContext(Options);
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (!creator.Exists())
            creator.Create();
        context.Database.OpenConnection();
        AdvisoryLock.RunLocked(
            context.Database.GetDbConnection(),
            MigrationLockNumber,
            () => ApplyMissingMigrations(context),
            MigrationTimeout
        );
    }

    public override Exception? TranslateFailure(Exception failure)
    {
        if (failure is not NpgsqlException && failure.InnerException is not NpgsqlException)
            return null;
        var reason = (failure as DbException ?? failure.InnerException!).Message.ReplaceLineEndings(" ");
        return new DatabaseUnavailableException($"{Name} cannot be used: {reason}; check DATABASE_URL and that the server runs", failure)
        {
            IsTransient = IsTransient(failure),
        };
    }

    public override async Task<DatabaseStatus> ReadStatusAsync(CancellationToken cancel)
    {
        await using var connection = CreateConnection();
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT pg_database_size(current_database()),
                   (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
                   clock_timestamp()
            """;
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return new DatabaseStatus(row.GetInt64(0), (int)row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2));
    }

    // True if the server does not listen, or is starting or stopping; false if waiting cannot help, as with an unknown host name or a
    // wrong password.
    private static bool IsTransient(Exception failure) =>
        failure.GetBaseException() switch
        {
            PostgresException serverError => serverError.IsTransient,
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } => false,
            SocketException or TimeoutException or EndOfStreamException => true,
            _ => false,
        };
}
