using System.Collections.Concurrent;
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
    // Standard input ends with the process that holds it; then the server is stopped and its folder removed. The user "locked" needs a
    // password, which nobody has. One that was killed leaves processes behind, for which a new start has to wait.
    private const string Script = """
        set -e
        bin=$1 folder=$2 port=$3
        as=; if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$folder"; as='setpriv --reuid=postgres --regid=postgres --init-groups'; fi
        $as "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-sync --locale=C.UTF-8 >/dev/null
        sed -i '1i host all locked 127.0.0.1/32 scram-sha-256' "$folder/data/pg_hba.conf"
        start() {
          while :; do
            $as "$bin/postgres" -D "$folder/data" -c listen_addresses=127.0.0.1 -c port="$port" -c unix_socket_directories= -c fsync=off \
              -c max_connections=200 -c lc_messages=C </dev/null >&2 &
            server=$!
            while kill -0 $server 2>/dev/null; do
              if "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; then echo 'bokgi: started' >&2; return; fi
              sleep 0.1
            done
          done
        }
        start
        while read -r word; do
          if [ "$word" = start ]; then start; continue; fi
          kill "-$word" $server; wait $server || true; echo 'bokgi: stopped' >&2
        done
        kill -INT $server 2>/dev/null || true
        wait $server || true
        rm -rf "$folder"
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Lazy<int> port;
    private readonly SemaphoreSlim told = new(0);
    private readonly ConcurrentQueue<string> log = new();
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

    /// <summary>Stops the server by a signal: INT for a fast shutdown, KILL for a crash. For a server of a test's own.</summary>
    public void Stop(string signal) => Tell(signal);

    /// <summary>Starts a stopped server again, at the same port.</summary>
    public void StartAgain()
    {
        Tell("start");
        NpgsqlConnection.ClearAllPools();
    }

    public void Dispose()
    {
        if (process is null)
            return;
        NpgsqlConnection.ClearAllPools();
        process.StandardInput.Close();
        process.WaitForExit(Patience);
        process.Dispose();
        told.Dispose();
    }

    private void Tell(string word)
    {
        process!.StandardInput.WriteLine(word);
        process.StandardInput.Flush();
        Assert.True(told.Wait(Patience) && !process.HasExited, $"PostgreSQL: no answer to {word}: {string.Join('\n', log)}");
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
        process.ErrorDataReceived += (_, line) =>
        {
            log.Enqueue(line.Data ?? "(ended)");
            if (line.Data is null or "bokgi: started" or "bokgi: stopped")
                told.Release();
        };
        process.BeginErrorReadLine();
        Assert.True(told.Wait(Patience) && !process.HasExited, $"PostgreSQL did not start: {string.Join('\n', log)}");
        return free;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
