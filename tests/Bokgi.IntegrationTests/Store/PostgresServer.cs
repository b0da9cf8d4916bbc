using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Bokgi.IntegrationTests.Store;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Bokgi.IntegrationTests.Store;

/// <summary>A PostgreSQL server of the tests' own, started when it is first asked for. It ends with this process, even when that is killed.</summary>
public sealed class PostgresServer : IDisposable
{
    // Standard input ends with the process that holds it; then the server is stopped and its folder removed.
    private const string Script = """
        set -e
        bin=$1 folder=$2 port=$3
        as=; if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$folder"; as='setpriv --reuid=postgres --regid=postgres --init-groups'; fi
        $as "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-sync --locale=C.UTF-8 >/dev/null
        $as "$bin/postgres" -D "$folder/data" -c listen_addresses=127.0.0.1 -c port="$port" -c unix_socket_directories= -c fsync=off -c max_connections=200 \
          -c lc_messages=C </dev/null >&2 &
        server=$!
        cat >/dev/null || true
        kill -INT $server 2>/dev/null || true
        wait $server || true
        rm -rf "$folder"
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Lazy<int> port;
    private Process? process;
    private int databases;

    public PostgresServer() => port = new Lazy<int>(Start);

    /// <summary>The folder of PostgreSQL's programs; without one the test is skipped, with CI=true it fails.</summary>
    public static string Programs()
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [];
        var newest = folders
            .Select(folder => Path.Combine(folder, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "postgres")))
            .OrderBy(folder => folder.Length)
            .ThenBy(folder => folder, StringComparer.Ordinal)
            .LastOrDefault();
        if (newest is null && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail("PostgreSQL is absent; CI must have it: apt-get install postgresql");
        Assert.SkipWhen(newest is null, "PostgreSQL is absent: apt-get install postgresql");
        return newest!;
    }

    /// <summary>Makes an empty database and gives its address.</summary>
    public NpgsqlConnectionStringBuilder CreateDatabase()
    {
        var name = $"bokgi_{Interlocked.Increment(ref databases)}";
        using var connection = new NpgsqlConnection(Address("postgres").ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return Address(name);
    }

    public void Dispose()
    {
        if (process is null)
            return;
        NpgsqlConnection.ClearAllPools();
        process.StandardInput.Close();
        process.WaitForExit(Patience);
        process.Dispose();
    }

    private NpgsqlConnectionStringBuilder Address(string database) =>
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
        var (programs, free) = (Programs(), FreePort());
        var folder = Directory.CreateTempSubdirectory("bokgi-postgres-").FullName;
        var start = new ProcessStartInfo("bash", ["-c", Script, "postgres", programs, folder, free.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        process = Process.Start(start)!;
        using var ready = new ManualResetEventSlim();
        var log = new List<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log)
                log.Add(line.Data ?? "(ended)");
            if (line.Data is null || line.Data.Contains("ready to accept connections", StringComparison.Ordinal))
                ready.Set();
        };
        process.BeginErrorReadLine();
        var isUp = ready.Wait(Patience) && !process.HasExited;
        lock (log)
            Assert.True(isUp, $"PostgreSQL did not start: {string.Join('\n', log)}");
        return free;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
