using System.Globalization;
using Bokgi.IntegrationTests.Scripts;
using Bokgi.IntegrationTests.Store;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Bokgi.IntegrationTests.Store;

/// <summary>The tests' own PostgreSQL server, started on first use. It ends with this process, even if this process is killed.</summary>
public sealed class PostgresServer : IDisposable
{
    // The user "locked" can never sign in, which a test needs. Processes that a killed server leaves behind prevent a new server from
    // starting, so the function begin retries until they have ended.
    private const string Script = """
        bin=$1 folder=$2 port=$3
        as=; if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$folder"; as='setpriv --reuid=postgres --regid=postgres --init-groups'; fi
        $as "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-sync --locale=C.UTF-8 >/dev/null
        sed -i '1i host all locked 127.0.0.1/32 scram-sha-256' "$folder/data/pg_hba.conf"
        begin() {
          while :; do
            $as "$bin/postgres" -D "$folder/data" -c listen_addresses=127.0.0.1 -c port="$port" -c unix_socket_directories= -c fsync=off \
              -c max_connections=400 -c lc_messages=C </dev/null >&2 &
            server=$!
            until "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; do kill -0 $server 2>/dev/null || continue 2; sleep 0.05; done
            return 0
          done
        }
        clean() { rm -rf "$folder"; }
        """;

    private readonly Lazy<int> port;
    private ServerScript? server;
    private int databaseCount;

    public PostgresServer() => port = new Lazy<int>(Start);

    /// <summary>Finds the folder of PostgreSQL's programs. If there is none, the test is skipped; with CI=true it fails.</summary>
    public static string FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [];
        var newest = folders
            .Select(folder => Path.Combine(folder, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "postgres")))
            .OrderBy(folder => folder.Length) // version 10 is newer than 9
            .ThenBy(folder => folder, StringComparer.Ordinal)
            .LastOrDefault();
        ExternalProgram.Require(newest is not null, "PostgreSQL", "postgresql");
        return newest!;
    }

    /// <summary>Creates an empty database and returns its address.</summary>
    public NpgsqlConnectionStringBuilder CreateDatabase()
    {
        var name = $"bokgi_{Interlocked.Increment(ref databaseCount)}";
        using var connection = new NpgsqlConnection(CreateAddress("postgres").ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return CreateAddress(name);
    }

    /// <summary>Stops the server and closes its connections, as an administrator does.</summary>
    public void Stop() => server!.Stop();

    /// <summary>Kills the server, as kill -9 does.</summary>
    public void Crash() => server!.Crash();

    /// <summary>Starts the server again, on the same port with the same data.</summary>
    public void Restart()
    {
        server!.Start();
        NpgsqlConnection.ClearAllPools();
    }

    public void Dispose()
    {
        if (server is null)
            return;
        NpgsqlConnection.ClearAllPools();
        server.Dispose();
        server = null;
    }

    private NpgsqlConnectionStringBuilder CreateAddress(string database) =>
        new()
        {
            Host = "127.0.0.1",
            Port = port.Value,
            Username = "postgres",
            Database = database,
            MaxPoolSize = 40,
        };

    private int Start()
    {
        var (programs, freePort) = (FindPrograms(), FreePort.Find());
        var folder = Directory.CreateTempSubdirectory("bokgi-postgres-").FullName;
        server = new ServerScript(Script, programs, folder, freePort.ToString(CultureInfo.InvariantCulture));
        return freePort;
    }
}
