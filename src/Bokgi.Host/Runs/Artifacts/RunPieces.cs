using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>The files of a run that was computed in pieces.</summary>
internal static class RunPieces
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Copies the files of pieces, in order, into a run's folder, and checks them against the stored hashes, if any.</summary>
    /// <exception cref="LostDataException">A file of a piece is damaged or missing.</exception>
    public static ArtifactHashes Gather(string folder, IReadOnlyList<(string Folder, IReadOnlyDictionary<string, string>? Hashes)> pieces)
    {
        Directory.CreateDirectory(folder);
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < pieces.Count; i++)
        {
            // Copied rather than moved, so that the next attempt still has the pieces if this one dies.
            foreach (var name in pieces[i].Hashes?.Keys ?? ArtifactNames.ExpectedFiles(pieces[i].Folder))
            {
                var target = pieces.Count == 1 ? name : ArtifactNames.PieceFileName(name, i + 1);
                if (Copy(Path.Combine(pieces[i].Folder, name), Path.Combine(folder, target)) is not { } hash)
                    throw Lost(name, i, "missing");
                if (pieces[i].Hashes is { } expected && expected[name] != hash)
                    throw Lost(name, i, "damaged: its content has changed since the worker stored it");
                hashes[target] = hash;
            }
        }

        return new ArtifactHashes(hashes);
    }

    // Returns the SHA-256 of the copied file in hexadecimal; null if there is no such file.
    private static string? Copy(string sourcePath, string targetPath)
    {
        if (!File.Exists(sourcePath))
            return null;
        using var source = File.OpenRead(sourcePath);
        using var target = new FileStream(targetPath, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        using var hashed = new HashedStream(target);
        source.CopyTo(hashed, BufferBytes);
        return hashed.FinishSha256();
    }

    private static LostDataException Lost(string name, int piece, string problem) =>
        new($"{name} of piece {piece + 1} of the run is {problem}; submit the run again");
}
