using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Bokgi.Host.Platform.Database;

/// <summary>What differs between SQLite and PostgreSQL.</summary>
internal abstract class DatabaseEngine : IDisposable
{
    protected const string AppliedMigrationsQuery = """SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY "MigrationId" """;

    /// <summary>How long a process waits while another one applies migrations.</summary>
    protected static readonly TimeSpan MigrationTimeout = TimeSpan.FromSeconds(60);

    /// <summary>A name and location for messages; contains no secret.</summary>
    public abstract string Name { get; }

    /// <summary>The name of the setting that chooses the database.</summary>
    public abstract string Setting { get; }

    /// <summary>The ids of the migrations of this version, in order. Listed in the code, because finding them by reflection is slow.</summary>
    public abstract IReadOnlyList<string> Migrations { get; }

    public abstract BokgiContext Open(TimeSpan lockTimeout);

    /// <summary>The SQL function that returns the position of its second argument in the first, counted from 1; 0 if it does not occur.</summary>
    public abstract string PositionFunction { get; }

    /// <summary>
    /// The SQL to write after an expression as the condition that it equals one of the values. All values are one parameter, because engines
    /// limit the number of parameters.
    /// </summary>
    public abstract Sql In(IReadOnlyCollection<string> values);

    /// <summary>Creates a separate, closed connection with a timeout of a few seconds. Opening it does not create the database.</summary>
    public abstract DbConnection CreateConnection();

    /// <summary>Opens a context on an open connection. Disposing the context leaves the connection open.</summary>
    public abstract BokgiContext OpenContextOn(DbConnection connection);

    public abstract Task<DatabaseConnection> ConnectAsync(TimeSpan lockTimeout, CancellationToken cancel);

    public virtual Task<DatabaseConnection> ConnectForWritingAsync(TimeSpan lockTimeout, CancellationToken cancel) =>
        ConnectAsync(lockTimeout, cancel);

    /// <summary>Begins a transaction whose queries all see the same state and which blocks no writer.</summary>
    public abstract Task<DbTransaction> BeginSnapshotAsync(DbConnection connection);

    public virtual Task<BokgiContext> OpenForWritingAsync(TimeSpan lockTimeout, CancellationToken cancel) =>
        Task.FromResult(Open(lockTimeout));

    public virtual BokgiContext OpenForWriting(TimeSpan lockTimeout) => Open(lockTimeout);

    /// <summary>
    /// The applied migrations, in order. Reads them with plain SQL, because EF would first build its model. That is slow, and necessary only if
    /// a migration is missing.
    /// </summary>
    public abstract IReadOnlyList<string> ReadAppliedMigrations();

    /// <summary>Creates the folder of a file database and checks that it is writable; does nothing for a server.</summary>
    /// <exception cref="Settings.StateRootException">The state folder cannot be created or written.</exception>
    public virtual void Prepare() { }

    /// <summary>
    /// Creates the database if there is none and applies the missing migrations, in one process at a time and in one transaction: an upgrade
    /// that fails or is killed leaves the database as it was.
    /// </summary>
    public abstract void Upgrade();

    /// <summary>Translates a failure of the engine into an exception with a remedy; null for a failure of another kind.</summary>
    public abstract Exception? TranslateFailure(Exception failure);

    public abstract Task<DatabaseStatus> ReadStatusAsync(CancellationToken cancel);

    public virtual void Dispose() { }

    // EF's own Migrate commits each migration separately, and would leave the database between two versions. SQL that a
    // migration contains as text must end with a semicolon, because all migrations are joined to one script.
    protected void ApplyMissingMigrations(BokgiContext context)
    {
        var applied = ReadAppliedMigrations();
        var lastApplied = applied.Count > 0 ? applied[^1] : Migration.InitialDatabase;
        var script = context.GetService<IMigrator>().GenerateScript(lastApplied, options: MigrationsSqlGenerationOptions.NoTransactions);
        if (script.Length == 0)
            return; // another process has applied them meanwhile
        using var transaction = context.Database.BeginTransaction();
        using var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandTimeout = 0; // no limit, because changing a large table may take long
        command.CommandText = script;
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    public static List<string> QueryStrings(DbConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
            texts.Add(rows.GetString(0));
        return texts;
    }
}
