using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Store;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs.Maintenance;

/// <summary>Compares the objects in a store with the hashes in the rows of the runs, and finds objects that are missing.</summary>
internal sealed class StorageVerification(
    RunStore runs,
    RunArchive archive,
    ArtifactFolders folders,
    IObjectStore store,
    IObjectStore local
)
{
    private bool IsLocal => store.Name == local.Name;

    /// <summary>Verifies the objects whose keys begin with a prefix; returns the outcome by key.</summary>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<SortedDictionary<string, Verification>> RunAsync(string prefix, CancellationToken cancel)
    {
        var expected = await FindExpectedObjectsAsync(prefix);
        var outcomes = new SortedDictionary<string, Verification>(StringComparer.Ordinal);
        await foreach (var item in store.ListAsync(prefix, cancel))
        {
            if (await VerifyAsync(store, item.Key, expected.GetValueOrDefault(item.Key), cancel) is { } outcome)
                outcomes[item.Key] = outcome;
        }

        foreach (var (key, hash) in expected.Where(file => !outcomes.ContainsKey(file.Key)))
            outcomes[key] = await VerifyLocallyAsync(key, hash, cancel);
        return outcomes;
    }

    // The objects that must exist according to the rows, each with its hash; null when the row has none.
    private async Task<SortedDictionary<string, string?>> FindExpectedObjectsAsync(string prefix)
    {
        var expected = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var run in (await runs.ListFilesAsync()).Where(IsExpected))
        {
            foreach (var (name, hash) in await FindExpectedFilesAsync(run))
                expected[$"{run.Folder}/{name}"] = hash;
        }

        return new(
            expected.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    // If runs are uploaded to a bucket, a run without a folder on this machine has been uploaded, so the local store need not have its
    // files.
    private bool IsExpected(RunFiles run) => !IsLocal || !folders.UsesObjectStore || LocalPathOf(run) is not null;

    // The run's own folder on this machine, not a downloaded copy; null if the folder does not exist.
    private string? LocalPathOf(RunFiles run)
    {
        var localPath = folders.PathOf(run.Folder);
        return Directory.Exists(localPath) ? localPath : null;
    }

    private async Task<IEnumerable<KeyValuePair<string, string?>>> FindExpectedFilesAsync(RunFiles run)
    {
        if (ArtifactHashes.Parse(run.FileHashes) is { } stored)
            return stored.Files.Select(file => KeyValuePair.Create(file.Key, (string?)file.Value));
        if (LocalPathOf(run) is not { } localPath)
            return WithoutHashes(ArtifactNames.ParquetFiles);
        // Hashes that are computed only now are not returned, because the files would be compared with themselves.
        var computed = await archive.GetOrComputeHashesAsync(run, localPath);
        return WithoutHashes(computed?.Files.Keys ?? ArtifactNames.ExpectedFiles(localPath));
    }

    private static IEnumerable<KeyValuePair<string, string?>> WithoutHashes(IEnumerable<string> names) =>
        names.Select(name => KeyValuePair.Create(name, (string?)null));

    // A file that is still on this machine, waiting to be uploaded, is not missing.
    private async Task<Verification> VerifyLocallyAsync(string key, string? hash, CancellationToken cancel) =>
        IsLocal ? Verification.Missing : await VerifyAsync(local, key, hash, cancel) ?? Verification.Missing;

    private static async Task<Verification?> VerifyAsync(IObjectStore store, string key, string? hash, CancellationToken cancel)
    {
        try
        {
            return await store.VerifyAsync(key, hash, cancel);
        }
        catch (StorageException error) when (error.Kind == StorageErrorKind.NotFound)
        {
            return null; // it was deleted after it was listed
        }
    }
}
