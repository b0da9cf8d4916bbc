using System.Text.Json.Serialization;
using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>The hashes of a run's files, as stored in its row.</summary>
/// <param name="Files">SHA-256 in hexadecimal, by file name.</param>
/// <param name="AreComputedAfterStoring">
/// Whether the hashes were computed some time after the files were stored; then they cannot reveal damage from before.
/// </param>
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
        foreach (var name in ArtifactNames.ExpectedFiles(localPath))
        {
            if (hashes.Sha256Of(Path.Combine(localPath, name)) is not { } hash)
                return null;
            computed[name] = hash;
        }

        return new ArtifactHashes(computed, AreComputedAfterStoring: true);
    }

    public static ArtifactHashes? Parse(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<ArtifactHashes>(json, JsonFormat.Compact);

    public string ToJson() => JsonSerializer.Serialize(this, JsonFormat.Compact);
}
