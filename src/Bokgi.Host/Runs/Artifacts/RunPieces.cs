using Bokgi.Host.Storage;

namespace Bokgi.Host.Runs.Artifacts;

/// <summary>Files of a run that was computed in pieces: <c>trades.0001.parquet</c> etc. contain consecutive parts of the rows.</summary>
internal static class RunPieces
{
    private const string NumberFormat = "D4";
    private const int BufferBytes = 1 << 17;

    /// <summary>Finds a run's file, or its pieces in order; empty when there are neither.</summary>
    public static IReadOnlyList<string> Find(string folder, string name)
    {
        var singleFile = Path.Combine(folder, name);
        if (File.Exists(singleFile))
            return [singleFile];
        return
        [
            .. Enumerable.Range(1, int.MaxValue).Select(piece => Path.Combine(folder, PieceFileName(name, piece))).TakeWhile(File.Exists),
        ];
    }

    /// <summary>Whether a file is the named file of a run, or a piece of it.</summary>
    public static bool BelongsTo(string file, string name)
    {
        var (stem, extension) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        return file == name
            || (file.StartsWith($"{stem}.", StringComparison.Ordinal) && file.EndsWith(extension, StringComparison.Ordinal));
    }

    /// <summary>Copies the files of pieces, in order, into a run's folder, and checks them against the stored hashes, if any.</summary>
    /// <exception cref="LostDataException">A file of a piece is damaged or missing.</exception>
    public static ArtifactHashes Gather(
        string folder,
        IReadOnlyList<(string Folder, IReadOnlyDictionary<string, string>? Hashes)> pieces,
        IReadOnlyList<string> names
    )
    {
        Directory.CreateDirectory(folder);
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < pieces.Count; i++)
        {
            // Copied rather than moved, so that the next attempt still has the pieces if this one dies.
            foreach (var name in names)
            {
                var target = pieces.Count == 1 ? name : PieceFileName(name, i + 1);
                if (Copy(Path.Combine(pieces[i].Folder, name), Path.Combine(folder, target)) is not { } hash)
                    throw Lost(name, i, "missing");
                if (pieces[i].Hashes is { } expected && expected.GetValueOrDefault(name) != hash)
                    throw Lost(name, i, "damaged: its content has changed since the worker stored it");
                hashes[target] = hash;
            }
        }

        return new ArtifactHashes(hashes);
    }

    private static string? Copy(string from, string to)
    {
        if (!File.Exists(from))
            return null;
        using var source = File.OpenRead(from);
        using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        using var hashed = new HashedStream(target);
        source.CopyTo(hashed, BufferBytes);
        return hashed.Sha256();
    }

    private static LostDataException Lost(string name, int piece, string problem) =>
        new($"{name} of piece {piece + 1} of the run is {problem}; submit the run again");

    private static string PieceFileName(string name, int piece) =>
        $"{Path.GetFileNameWithoutExtension(name)}.{piece.ToString(NumberFormat, System.Globalization.CultureInfo.InvariantCulture)}{Path.GetExtension(name)}";
}
