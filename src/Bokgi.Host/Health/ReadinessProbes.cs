using System.Data.Common;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Redis;
using Bokgi.Host.Storage;
using Hangfire;

namespace Bokgi.Host.Health;

/// <summary>
/// Probes whether what the server needs works, such as the database. The probes run in parallel, each with a time limit, so that a hanging
/// mount counts as down.
/// </summary>
internal sealed class ReadinessProbes(
    BokgiDatabase database,
    JobStorage queue,
    RedisLink redis,
    CandleLake lake,
    HostSettings settings,
    TimeProvider clock,
    IObjectStore? objectStore = null
)
{
    public const string OkStatus = "ok";

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(2);

    /// <summary>For each probe by name, <see cref="OkStatus"/> or what is wrong, without paths or addresses.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync()
    {
        var probes = new Dictionary<string, Task<string>>
        {
            ["database"] = RunAsync("the database cannot be written", () => Task.Run(CanWriteDatabase)),
            ["queue"] = RunAsync(
                "the queue does not answer",
                () => Task.Run(() => queue.GetMonitoringApi().EnqueuedCount(JobQueues.Backtests) >= 0) // true for any answer
            ),
            ["storage"] = RunAsync("the folder of results cannot be written", () => Task.Run(CanWriteResults)),
            ["data_root"] = RunAsync("the folder of candles cannot be read", () => Task.Run(CanReadCandles)),
        };
        if (redis.IsConfigured)
            probes["redis"] = RunAsync("Redis does not answer", redis.IsReachableAsync);
        if (objectStore is not null)
            probes["object_store"] = RunAsync("the object store cannot be used", () => CanUseAsync(objectStore));
        await Task.WhenAll(probes.Values);
        return probes.ToDictionary(probe => probe.Key, probe => probe.Value.Result);
    }

    /// <summary>Checks that files can be written to a folder: creates a small file, which is deleted as soon as it is closed.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void CheckFolderWritable(string folder)
    {
        Directory.CreateDirectory(folder);
        using var file = new FileStream(
            Path.Combine(folder, $".probe-{Guid.NewGuid():N}"),
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.None,
            bufferSize: 1,
            FileOptions.DeleteOnClose
        );
        file.WriteByte(0);
    }

    private async Task<string> RunAsync(string error, Func<Task<bool>> probe)
    {
        try
        {
            return await probe().WaitAsync(ProbeTimeout, clock) ? OkStatus : error;
        }
        catch (TimeoutException)
        {
            return $"{error} within {ProbeTimeout.TotalSeconds} s";
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or StorageException or DbException || failure.IsDatabaseDown())
        {
            return error;
        }
    }

    // This probe and the following ones return true, or throw an exception that RunAsync catches.
    private static async Task<bool> CanUseAsync(IObjectStore objectStore)
    {
        await ObjectStores.CheckAsync(objectStore, CancellationToken.None);
        return true;
    }

    private bool CanWriteDatabase()
    {
        using var context = database.Open(LockTimeout);
        context.CheckWritable(ProbeTimeout);
        return true;
    }

    private bool CanWriteResults()
    {
        CheckFolderWritable(ResultsFolder.PathIn(settings));
        return true;
    }

    private bool CanReadCandles()
    {
        _ = Directory.EnumerateFileSystemEntries(lake.Root).FirstOrDefault();
        return true;
    }
}
