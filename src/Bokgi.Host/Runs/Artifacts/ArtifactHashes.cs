using System.Text.Json.Serialization;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>The hashes of a run's files, as stored in its row.</summary>
/// <param name="Files">SHA-256 in hexadecimal, by file name.</param>
/// <param name="AreComputedAfterStoring">Whether they were computed after the run was stored, so that any earlier damage goes unnoticed.</param>
// The JSON name of the flag is that of earlier versions, whose rows are still stored.
internal sealed record ArtifactHashes(
    IReadOnlyDictionary<string, string> Files,
    [property: JsonPropertyName("are_taken_later")] bool AreComputedAfterStoring = false
)
{
    /// <summary>Hashes the files in a run's folder; null when one is missing.</summary>
    public static ArtifactHashes? Compute(string localPath, FileHashCache hashes)
    {
        var computed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var paths in RunArtifacts.Files.Select(name => RunPieces.Find(localPath, name)))
        {
            if (paths.Count == 0)
                return null;
            foreach (var path in paths)
            {
                if (hashes.Sha256Of(path) is not { } hash)
                    return null;
                computed[Path.GetFileName(path)] = hash;
            }
        }

        return new ArtifactHashes(computed, AreComputedAfterStoring: true);
    }

    public static ArtifactHashes? Parse(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<ArtifactHashes>(json, JsonFormat.Compact);

    public string ToJson() => JsonSerializer.Serialize(this, JsonFormat.Compact);

    /// <summary>The names of the files that make up <paramref name="name"/>, in order.</summary>
    public IReadOnlyList<string> FilesOf(string name) =>
        [.. Files.Keys.Where(file => RunPieces.BelongsTo(file, name)).Order(StringComparer.Ordinal)];
}
