using System.Data.Common;

namespace Bokgi.Host.Platform.Database;

/// <summary>What differs between the embedded database and PostgreSQL.</summary>
internal abstract class DatabaseEngine : IDisposable
{
    protected const string AllApplied = """SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY "MigrationId" """;

    protected static readonly TimeSpan MigrationTimeout = TimeSpan.FromSeconds(60);

    /// <summary>A name and location for messages; contains no secret.</summary>
    public abstract string Name { get; }

    /// <summary>The setting that chooses another database.</summary>
    public abstract string Setting { get; }

    /// <summary>The type of its contexts, for which its migrations are written.</summary>
    public abstract Type ContextType { get; }

    /// <summary>Opens a context.</summary>
    /// <param name="lockTimeout">How long a statement waits for the lock of another process.</param>
    public abstract BokgiContext Open(TimeSpan lockTimeout);

    /// <summary>Opens a context for a short write, when it is this writer's turn.</summary>
    public virtual Task<BokgiContext> OpenForWritingAsync(TimeSpan lockTimeout, CancellationToken cancel) =>
        Task.FromResult(Open(lockTimeout));

    /// <summary>The names of the migrations that the database has; none if it does not exist.</summary>
    /// <remarks>Asked without EF, which would build its model and services first: usually nothing is missing.</remarks>
    public abstract IReadOnlyList<string> AppliedMigrations();

    /// <summary>Makes what has to exist before the database.</summary>
    /// <exception cref="Settings.StateRootException">The state folder cannot be created or written.</exception>
    public virtual void Prepare() { }

    /// <summary>Creates the database if there is none and applies the missing migrations, in one process at a time.</summary>
    public abstract void Upgrade();

    /// <summary>What a person can do about a failure of the engine; null if it is a failure of another kind.</summary>
    public abstract Exception? Explain(Exception failure);

    public virtual void Dispose() { }

    protected static List<string> QueryStrings(DbConnection connection, string query)
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
