using System.Data;
using System.Text;
using Bokgi.Host.Backups.Sources;
using Npgsql;

namespace Bokgi.Host.Backups.Store;

/// <summary>
/// The PostgreSQL database, saved by <c>pg_dump</c>. The rows are counted and hashed in the same snapshot that <c>pg_dump</c> saves, so
/// that a restored copy can be compared although other processes keep writing.
/// </summary>
internal sealed class PostgresBackup(HostSettings settings, BokgiDatabase database, TimeProvider clock) : IBackupSource
{
    private const string ScratchPrefix = "bokgi_verify_";
    private const int StatementTimeoutSeconds = 3_600;

    // Executed before a dump is restored. Drops every table and routine, including those that a later version of bokgi has added: if they
    // remained, the migration to that version would fail after the restore.
    private const string DropEverything = """
        SET lock_timeout = '30s';
        DO $$
        DECLARE found record;
        BEGIN
            FOR found IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') LOOP
                EXECUTE format('DROP TABLE IF EXISTS %I.%I CASCADE', found.schemaname, found.tablename);
            END LOOP;
            FOR found IN
                SELECT oid::regprocedure AS signature FROM pg_proc
                WHERE pronamespace = 'public'::regnamespace
                    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e') -- belongs to an extension
            LOOP
                EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', found.signature);
            END LOOP;
        END $$;

        """;

    // Sets how rows are converted to text, so that the same rows have the same hash in every session.
    private const string TextFormat =
        "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'";

    private static readonly ExternalProgram PgDump = new("pg_dump", "postgresql-client");
    private static readonly ExternalProgram Psql = new("psql", "postgresql-client");

    private readonly NpgsqlConnectionStringBuilder address = PostgresAddress.ApplyDefaults(
        PostgresAddress.Parse(settings.DatabaseUrl),
        BokgiDatabase.LockTimeout
    );

    public BackupKind Kind => BackupKind.Database;

    public BackupNaming Naming { get; } = new("postgresql", "backup", ".sql.gz");

    public string? NotConfiguredReason => null;

    private string LiveDatabase => address.Database ?? address.Username!;

    public async Task<IReadOnlyList<BackupItem>> SaveAsync(string path, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(LiveDatabase, cancel);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var snapshotId = (string)(await ScalarAsync(connection, "SELECT pg_export_snapshot()", cancel))!;
        // Dumps no extension except plpgsql, which every database has. The administrator installs other extensions.
        await PgDump.RunAsync(
            ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--extension=plpgsql", $"--snapshot={snapshotId}"],
            Environment(LiveDatabase),
            null,
            output => GzipFile.CompressAsync(output, path, cancel),
            cancel,
            connection.PostgreSqlVersion.Major
        );
        return await DescribeAsync(connection, cancel);
    }

    public async Task<IReadOnlyList<BackupItem>> RestoreToScratchAsync(string path, string scratch, CancellationToken cancel)
    {
        var name = $"{ScratchPrefix}{BackupNaming.StampOf(clock.GetUtcNow())}_{Path.GetFileName(scratch)[..8]}";
        await using var connection = await OpenAsync(LiveDatabase, cancel);
        await DropOldScratchAsync(connection, cancel);
        try
        {
            await ExecuteAsync(connection, $"CREATE DATABASE {name} TEMPLATE template0 {await LocaleAsync(connection, cancel)}", cancel);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new BackupException(
                $"backups are verified in a database of their own, and {address.Username} may not create one; as an administrator: ALTER ROLE {address.Username} CREATEDB",
                refused
            );
        }

        try
        {
            await ExecuteDumpAsync(path, name, string.Empty, connection.PostgreSqlVersion.Major, cancel);
            await using var restored = await OpenAsync(name, cancel);
            return await DescribeAsync(restored, cancel);
        }
        finally
        {
            await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", CancellationToken.None);
        }
    }

    public async Task<bool> HasLiveDataAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = await OpenAsync(LiveDatabase, cancel);
            return await ScalarAsync(connection, """SELECT to_regclass('"__EFMigrationsHistory"') IS NOT NULL""", cancel) is true;
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }

    public async Task<IReadOnlyList<BackupItem>> RestoreAsync(string path, CancellationToken cancel)
    {
        var major = await CreateLiveDatabaseIfMissingAsync(cancel);
        await ExecuteDumpAsync(path, LiveDatabase, DropEverything, major, cancel);
        NpgsqlConnection.ClearAllPools(); // pooled connections cache the types of tables that no longer exist
        await using var connection = await OpenAsync(LiveDatabase, cancel);
        var items = await DescribeAsync(connection, cancel);
        database.Migrate(); // the backup may be of an earlier version
        return items;
    }

    /// <returns>The major version of the server.</returns>
    private async Task<int> CreateLiveDatabaseIfMissingAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = await OpenAsync(LiveDatabase, cancel);
            return connection.PostgreSqlVersion.Major;
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await using var connection = await OpenAsync("postgres", cancel);
            try
            {
                await ExecuteAsync(connection, $"CREATE DATABASE {Quote(LiveDatabase)}", cancel);
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                throw new BackupException(
                    $"there is no database {LiveDatabase}, and {address.Username} may not create it; as an administrator: CREATE DATABASE {LiveDatabase} OWNER {address.Username}",
                    refused
                );
            }

            return connection.PostgreSqlVersion.Major;
        }
    }

    // Executes the dump in one transaction, which its last statement commits. So input that ends early, for example because this process is
    // killed, changes nothing. The option --single-transaction is not used, because psql would then commit the part that it has received.
    private Task ExecuteDumpAsync(string path, string target, string preamble, int major, CancellationToken cancel) =>
        Psql.RunAsync(
            ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"],
            Environment(target),
            async input =>
            {
                await input.WriteAsync(Encoding.UTF8.GetBytes($"BEGIN;\n{preamble}"), cancel);
                await GzipFile.DecompressAsync(path, input, cancel);
                await input.WriteAsync(Encoding.UTF8.GetBytes("\nCOMMIT;\n"), cancel);
            },
            null,
            cancel,
            major
        );

    // The encoding and sort order of the live database, which may differ from the server's.
    private static async Task<string> LocaleAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        (string)
            (
                await ScalarAsync(
                    connection,
                    """
                    SELECT format('ENCODING %L LC_COLLATE %L LC_CTYPE %L', pg_encoding_to_char(encoding), datcollate, datctype)
                    FROM pg_database WHERE datname = current_database()
                    """,
                    cancel
                )
            )!;

    // Drops scratch databases that killed processes left. Only those older than a day are dropped, because a younger one may be in use.
    private async Task DropOldScratchAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var limit = ScratchPrefix + BackupNaming.StampOf(clock.GetUtcNow().AddDays(-1));
        var old = new List<string>();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText =
                "SELECT datname FROM pg_database WHERE datname LIKE 'bokgi\\_verify\\_%' AND datname < $1 AND pg_get_userbyid(datdba) = current_user";
            command.Parameters.Add(new NpgsqlParameter { Value = limit });
            await using var rows = await command.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
                old.Add(rows.GetString(0));
        }

        foreach (var name in old)
            await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {Quote(name)} WITH (FORCE)", cancel);
    }

    private static async Task<List<BackupItem>> DescribeAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await ExecuteAsync(connection, TextFormat, cancel);
        var tables = new List<(string Schema, string Name)>();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText =
                "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2";
            await using var rows = await command.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
                tables.Add((rows.GetString(0), rows.GetString(1)));
        }

        var items = new List<BackupItem>();
        foreach (var (schema, name) in tables)
        {
            // Adds up a hash of each row, so that the order of the rows does not matter.
            await using var command = connection.CreateCommand();
            command.CommandTimeout = StatementTimeoutSeconds;
            command.CommandText =
                $"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {Quote(schema)}.{Quote(name)} AS t";
            await using var row = await command.ExecuteReaderAsync(cancel);
            await row.ReadAsync(cancel);
            items.Add(new BackupItem($"{schema}.{name}", row.GetInt64(0), row.GetString(1)));
        }

        return items;
    }

    private async Task<NpgsqlConnection> OpenAsync(string name, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(address.ConnectionString) { Database = name, Pooling = false }.ConnectionString
        );
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandTimeout = StatementTimeoutSeconds;
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string query, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        return await command.ExecuteScalarAsync(cancel);
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // Environment variables that PostgreSQL's own programs read.
    private Dictionary<string, string> Environment(string name)
    {
        var values = new Dictionary<string, string>
        {
            ["PGHOST"] = address.Host!,
            ["PGPORT"] = address.Port.ToString(CultureInfo.InvariantCulture),
            ["PGDATABASE"] = name,
            ["PGCONNECT_TIMEOUT"] = "10",
            ["PGSSLMODE"] = address.SslMode switch
            {
                SslMode.VerifyCA => "verify-ca",
                SslMode.VerifyFull => "verify-full",
                var mode => mode.ToString().ToLowerInvariant(),
            },
        };
        Add("PGUSER", address.Username);
        Add("PGPASSWORD", address.Password);
        Add("PGSSLROOTCERT", address.RootCertificate);
        return values;

        void Add(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                values[key] = value;
        }
    }
}
