using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Bokgi.Host.Backups.Sources;

/// <summary>
/// Redis, saved by <c>redis-cli --rdb</c>, because the server may be on another machine. To verify or restore a backup, a temporary Redis
/// that listens only on a socket loads it. A restore copies the keys from the temporary Redis to the server, which keeps running.
/// </summary>
internal sealed class RedisBackup(HostSettings settings, BackupFolder folder, TimeProvider clock) : IBackupSource
{
    private const string DatabasePrefix = "db";
    private const string DatabaseCount = "1024"; // more databases than servers have
    private const int PageSize = 500;
    private const int ConnectMilliseconds = 1_000; // short, because a server that is still starting accepts a connection and does not answer
    private const int TimeoutMilliseconds = 60_000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);
    private static readonly ExternalProgram Client = new("redis-cli", "redis-tools");
    private static readonly ExternalProgram Server = new("redis-server", "redis-server");

    private readonly ConfigurationOptions? address = RedisAddress.Parse(settings.RedisUrl);

    public BackupKind Kind => BackupKind.Redis;

    public BackupName Name { get; } = new("redis", "dump", ".rdb.gz");

    public string? NotConfigured => address is null ? "REDIS_URL is not set, so there is no Redis" : null;

    private int Database => address!.DefaultDatabase ?? 0;

    public async Task<IReadOnlyList<BackupItem>> SaveAsync(string path, CancellationToken cancel)
    {
        var dump = path + ".rdb";
        try
        {
            await Client.RunAsync([.. Address(), "--rdb", dump], Secrets(), null, null, cancel);
            await using (var file = File.OpenRead(dump))
                await GzipFile.CompressAsync(file, path, cancel);
            var scratch = Directory.CreateDirectory(dump + ".scratch").FullName;
            try
            {
                return await TryOutAsync(path, scratch, cancel); // only a Redis can tell which keys the file has
            }
            finally
            {
                Directory.Delete(scratch, recursive: true);
            }
        }
        finally
        {
            File.Delete(dump);
        }
    }

    public async Task<IReadOnlyList<BackupItem>> TryOutAsync(string path, string scratch, CancellationToken cancel) =>
        await WithLoadedAsync(path, scratch, DescribeAsync, cancel);

    public Task<bool> HasContentAsync(CancellationToken cancel) =>
        WithServerAsync(async connection => (long)await connection.GetDatabase().ExecuteAsync("DBSIZE") > 0);

    public async Task<IReadOnlyList<BackupItem>> RestoreAsync(string path, CancellationToken cancel)
    {
        if (address is null)
            throw new BackupException($"{NotConfigured}; set it to the server that is to be restored");
        var scratch = folder.CreateScratch();
        try
        {
            return await WithLoadedAsync(path, scratch, from => WithServerAsync(to => CopyAsync(from, to)), cancel);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    // First copies the keys of the backup, then deletes the keys that the backup does not have. So a server that refuses the first key loses
    // nothing.
    private async Task<IReadOnlyList<BackupItem>> CopyAsync(ConnectionMultiplexer from, ConnectionMultiplexer to)
    {
        var (source, target) = (from.GetDatabase(Database), to.GetDatabase(Database));
        var restoredKeys = new HashSet<RedisKey>();
        try
        {
            foreach (var key in Keys(from, Database))
            {
                var milliseconds = (long)await source.ExecuteAsync("PTTL", key); // -1 without expiry, -2 if the key has just expired
                if (milliseconds == -2 || await source.KeyDumpAsync(key) is not { } value)
                    continue;
                await target.ExecuteAsync("RESTORE", key, Math.Max(milliseconds, 0), value, "REPLACE");
                restoredKeys.Add(key);
            }

            foreach (var key in Keys(to, Database).Where(key => !restoredKeys.Contains(key)).ToList())
                await target.KeyDeleteAsync(key);
        }
        catch (RedisException refused)
        {
            throw new BackupException($"Redis refused to restore a key: {refused.Message}", refused);
        }

        // Other databases of the server belong to other programs, so they are not restored, and count as they are in the backup.
        var others = (await DescribeAsync(from)).Where(item => item.Name != NameOf(Database));
        var restoredDatabase = await DescribeAsync(to, Database);
        return [.. others, .. restoredDatabase.Count > 0 ? [restoredDatabase] : Array.Empty<BackupItem>()];
    }

    // Loads the file into a temporary Redis, which listens only on a socket.
    private async Task<T> WithLoadedAsync<T>(
        string path,
        string scratch,
        Func<ConnectionMultiplexer, Task<T>> use,
        CancellationToken cancel
    )
    {
        await GzipFile.DecompressAsync(path, Path.Combine(scratch, "dump.rdb"), cancel);
        var sockets = Directory.CreateTempSubdirectory("bokgi-"); // outside the scratch folder, because the path of a socket must be short
        var socket = Path.Combine(sockets.FullName, "s");
        using var server = Server.Start(
            [
                "--port",
                "0",
                "--unixsocket",
                socket,
                "--databases",
                DatabaseCount,
                "--dir",
                scratch,
                "--dbfilename",
                "dump.rdb",
                "--save",
                "",
                "--appendonly",
                "no",
            ],
            []
        );
        server.OutputDataReceived += static (_, _) => { }; // a full pipe would block the server
        server.BeginOutputReadLine();
        try
        {
            var connection = await WaitUntilLoadedAsync(server, socket, Path.GetFileName(path), cancel);
            try
            {
                return await use(connection);
            }
            finally
            {
                await connection.CloseAsync(allowCommandsToComplete: false);
                await connection.DisposeAsync();
            }
        }
        finally
        {
            if (!server.HasExited)
                server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
            sockets.Delete(recursive: true);
        }
    }

    private async Task<ConnectionMultiplexer> WaitUntilLoadedAsync(Process server, string socket, string name, CancellationToken cancel)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { new UnixDomainSocketEndPoint(socket) },
            AllowAdmin = true,
            AbortOnConnectFail = true,
            ConnectTimeout = ConnectMilliseconds,
            SyncTimeout = TimeoutMilliseconds,
            AsyncTimeout = TimeoutMilliseconds,
        };
        for (var started = clock.GetTimestamp(); ; )
        {
            if (server.HasExited)
                throw new BackupException(
                    $"{name} cannot be loaded by the redis-server of this machine: it is damaged, or of a newer Redis"
                );
            try
            {
                var connection = await ConnectionMultiplexer.ConnectAsync(options);
                await connection.GetDatabase().PingAsync();
                return connection;
            }
            catch (RedisException failure)
            {
                if (clock.GetElapsedTime(started) > StartTimeout)
                    throw new BackupException($"the redis-server that should load {name} does not answer", failure);
                await Task.Delay(PollInterval, clock, cancel);
            }
        }
    }

    private async Task<T> WithServerAsync<T>(Func<ConnectionMultiplexer, Task<T>> use)
    {
        var options = address!.Clone();
        options.AbortOnConnectFail = true;
        ConnectionMultiplexer connection;
        try
        {
            connection = await ConnectionMultiplexer.ConnectAsync(options);
        }
        catch (RedisConnectionException failure)
        {
            throw new BackupException("Redis does not answer; check that it runs, and REDIS_URL", failure);
        }

        try
        {
            return await use(connection);
        }
        finally
        {
            await connection.CloseAsync(allowCommandsToComplete: false);
            await connection.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<BackupItem>> DescribeAsync(ConnectionMultiplexer connection)
    {
        var items = new List<BackupItem>();
        var keyspace = await connection.GetServer(connection.GetEndPoints()[0]).InfoAsync("keyspace");
        foreach (var (name, _) in keyspace.SelectMany(section => section))
        {
            if (
                await DescribeAsync(connection, int.Parse(name[DatabasePrefix.Length..], CultureInfo.InvariantCulture)) is
                { Count: > 0 } item
            )
                items.Add(item);
        }

        return items;
    }

    // Leaves out keys with an expiry, because they may expire at any moment. Hashes only the names, because Redis may write the same value
    // with different bytes.
    private static async Task<BackupItem> DescribeAsync(ConnectionMultiplexer connection, int number)
    {
        var keys = connection.GetDatabase(number);
        var names = new List<string>();
        foreach (var page in Keys(connection, number).Chunk(PageSize))
        {
            var expiries = await Task.WhenAll(page.Select(key => keys.KeyTimeToLiveAsync(key)));
            names.AddRange(page.Where((_, i) => expiries[i] is null).Select(key => Convert.ToHexStringLower((byte[])key!)));
        }

        names.Sort(StringComparer.Ordinal);
        return new BackupItem(
            NameOf(number),
            names.Count,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', names))))
        );
    }

    private static IEnumerable<RedisKey> Keys(ConnectionMultiplexer connection, int number) =>
        connection.GetServer(connection.GetEndPoints()[0]).Keys(number, pageSize: PageSize);

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{DatabasePrefix}{number}");

    private IEnumerable<string> Address()
    {
        var (host, port) = address!.EndPoints[0] switch
        {
            System.Net.DnsEndPoint name => (name.Host, name.Port),
            System.Net.IPEndPoint ip => (ip.Address.ToString(), ip.Port),
            var other => throw new BackupException($"REDIS_URL names {other}, which redis-cli cannot reach"),
        };
        yield return "-h";
        yield return host;
        yield return "-p";
        yield return port.ToString(CultureInfo.InvariantCulture);
        if (address.User is { Length: > 0 } user)
        {
            yield return "--user";
            yield return user;
        }

        if (address.Ssl)
            yield return "--tls";
    }

    private Dictionary<string, string> Secrets() =>
        address!.Password is { Length: > 0 } password ? new() { ["REDISCLI_AUTH"] = password } : [];
}
