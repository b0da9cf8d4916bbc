using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Bokgi.Host.Backups.Sources;

/// <summary>
/// Backs up the Redis server at REDIS_URL with <c>redis-cli --rdb</c>, which also works if the server is on another machine. To verify or
/// restore a backup, this class starts a temporary Redis, which loads the backup and listens only on a Unix socket. A restore copies the keys
/// from the temporary Redis to the server at REDIS_URL, which keeps running.
/// </summary>
internal sealed class RedisBackup(HostSettings settings, BackupFolder folder, TimeProvider clock) : IBackupSource
{
    private const string DatabasePrefix = "db";
    private const string DatabaseCount = "1024"; // of the temporary Redis, so that it can load the databases of any server
    private const int PageSize = 500;
    private const int ConnectMilliseconds = 1_000; // short, because a Redis that is still starting accepts the connection but does not answer
    private const int TimeoutMilliseconds = 60_000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);
    private static readonly ExternalProgram RedisCli = new("redis-cli", "redis-tools");
    private static readonly ExternalProgram RedisServer = new("redis-server", "redis-server");

    private readonly ConfigurationOptions? address = RedisAddress.Parse(settings.RedisUrl);

    public BackupKind Kind => BackupKind.Redis;

    public BackupNaming Naming { get; } = new("redis", "dump", ".rdb.gz");

    public string? NotConfiguredReason => address is null ? "REDIS_URL is not set, so there is no Redis" : null;

    private int DatabaseNumber => address!.DefaultDatabase ?? 0;

    public async Task<IReadOnlyList<BackupItem>> SaveAsync(string path, CancellationToken cancel)
    {
        var dump = path + ".rdb";
        try
        {
            await RedisCli.RunAsync([.. AddressArguments(), "--rdb", dump], SecretVariables(), null, null, cancel);
            await using (var file = File.OpenRead(dump))
                await GzipFile.CompressAsync(file, path, cancel);
            var scratch = Directory.CreateDirectory(dump + ".scratch").FullName;
            try
            {
                return await RestoreToScratchAsync(path, scratch, cancel); // only a Redis can list the keys in the file
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

    public async Task<IReadOnlyList<BackupItem>> RestoreToScratchAsync(string path, string scratch, CancellationToken cancel) =>
        await WithLoadedBackupAsync(path, scratch, DescribeAsync, cancel);

    public Task<bool> HasLiveDataAsync(CancellationToken cancel) =>
        WithConfiguredRedisAsync(async connection => (long)await connection.GetDatabase().ExecuteAsync("DBSIZE") > 0);

    public async Task<IReadOnlyList<BackupItem>> RestoreAsync(string path, CancellationToken cancel)
    {
        if (address is null)
            throw new BackupException($"{NotConfiguredReason}; set it to the server that is to be restored");
        var scratch = folder.CreateScratch();
        try
        {
            return await WithLoadedBackupAsync(path, scratch, from => WithConfiguredRedisAsync(to => CopyAsync(from, to)), cancel);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    // Copies the keys of the backup before deleting the keys that the backup does not have, so a server that refuses the first key loses
    // nothing.
    private async Task<IReadOnlyList<BackupItem>> CopyAsync(ConnectionMultiplexer from, ConnectionMultiplexer to)
    {
        var (source, target) = (from.GetDatabase(DatabaseNumber), to.GetDatabase(DatabaseNumber));
        var restoredKeys = new HashSet<RedisKey>();
        try
        {
            foreach (var key in Keys(from, DatabaseNumber))
            {
                var milliseconds = (long)await source.ExecuteAsync("PTTL", key); // -1 without expiry, -2 if the key has just expired
                if (milliseconds == -2 || await source.KeyDumpAsync(key) is not { } value)
                    continue;
                await target.ExecuteAsync("RESTORE", key, Math.Max(milliseconds, 0), value, "REPLACE");
                restoredKeys.Add(key);
            }

            foreach (var key in Keys(to, DatabaseNumber).Where(key => !restoredKeys.Contains(key)).ToList())
                await target.KeyDeleteAsync(key);
        }
        catch (RedisException refused)
        {
            throw new BackupException($"Redis refused to restore a key: {refused.Message}", refused);
        }

        // Other databases of the server belong to other programs, so they are not restored. The result describes them as they are in the backup.
        var otherDatabases = (await DescribeAsync(from)).Where(item => item.Name != NameOf(DatabaseNumber));
        var restoredDatabase = await DescribeAsync(to, DatabaseNumber);
        return [.. otherDatabases, .. restoredDatabase.Count > 0 ? [restoredDatabase] : Array.Empty<BackupItem>()];
    }

    // Loads the file into a temporary Redis, passes its connection to `use`, and then stops the temporary Redis.
    private async Task<T> WithLoadedBackupAsync<T>(
        string path,
        string scratch,
        Func<ConnectionMultiplexer, Task<T>> use,
        CancellationToken cancel
    )
    {
        await GzipFile.DecompressAsync(path, Path.Combine(scratch, "dump.rdb"), cancel);
        var sockets = Directory.CreateTempSubdirectory("bokgi-"); // outside the scratch folder, because the path of a socket must be short
        var socket = Path.Combine(sockets.FullName, "s");
        using var temporaryRedis = RedisServer.Start(
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
        temporaryRedis.OutputDataReceived += static (_, _) => { }; // if nothing read its output, a full pipe would block it
        temporaryRedis.BeginOutputReadLine();
        try
        {
            var connection = await WaitUntilLoadedAsync(temporaryRedis, socket, Path.GetFileName(path), cancel);
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
            if (!temporaryRedis.HasExited)
                temporaryRedis.Kill();
            await temporaryRedis.WaitForExitAsync(CancellationToken.None);
            sockets.Delete(recursive: true);
        }
    }

    private async Task<ConnectionMultiplexer> WaitUntilLoadedAsync(
        Process temporaryRedis,
        string socket,
        string backupName,
        CancellationToken cancel
    )
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
            if (temporaryRedis.HasExited)
                throw new BackupException(
                    $"{backupName} cannot be loaded by the redis-server of this machine: it is damaged, or of a newer Redis"
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
                    throw new BackupException($"the redis-server that should load {backupName} does not answer", failure);
                await Task.Delay(PollInterval, clock, cancel);
            }
        }
    }

    // Connects to the Redis at REDIS_URL.
    private async Task<T> WithConfiguredRedisAsync<T>(Func<ConnectionMultiplexer, Task<T>> use)
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

    // Describes one database by the number of its keys and a hash over their names. Leaves out keys with an expiry, because they may expire
    // at any moment. Leaves out the values, because Redis may write the same value with different bytes.
    private static async Task<BackupItem> DescribeAsync(ConnectionMultiplexer connection, int databaseNumber)
    {
        var database = connection.GetDatabase(databaseNumber);
        var names = new List<string>();
        foreach (var page in Keys(connection, databaseNumber).Chunk(PageSize))
        {
            var expiries = await Task.WhenAll(page.Select(key => database.KeyTimeToLiveAsync(key)));
            names.AddRange(page.Where((_, i) => expiries[i] is null).Select(key => Convert.ToHexStringLower((byte[])key!)));
        }

        names.Sort(StringComparer.Ordinal);
        return new BackupItem(
            NameOf(databaseNumber),
            names.Count,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', names))))
        );
    }

    private static IEnumerable<RedisKey> Keys(ConnectionMultiplexer connection, int databaseNumber) =>
        connection.GetServer(connection.GetEndPoints()[0]).Keys(databaseNumber, pageSize: PageSize);

    private static string NameOf(int databaseNumber) => string.Create(CultureInfo.InvariantCulture, $"{DatabasePrefix}{databaseNumber}");

    private IEnumerable<string> AddressArguments()
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

    private Dictionary<string, string> SecretVariables() =>
        address!.Password is { Length: > 0 } password ? new() { ["REDISCLI_AUTH"] = password } : [];
}
