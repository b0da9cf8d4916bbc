namespace Bokgi.Host.Backtests.Artifacts;

/// <summary>Files of a run that was made in pieces: <c>trades.0001.parquet</c> and so on, as if each were a stretch of the one file.</summary>
internal static class RunPieces
{
    private const string Digits = "D4";

    /// <summary>The files of a run that has no file of that name, in their order; none when there are none.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="name">What the one file would be called.</param>
    public static IReadOnlyList<string> Find(string folder, string name)
    {
        var files = new List<string>();
        while (File.Exists(Path.Combine(folder, Name(name, files.Count + 1))))
            files.Add(Path.Combine(folder, Name(name, files.Count + 1)));
        return files;
    }

    /// <summary>Puts the files of pieces into a run's folder.</summary>
    /// <param name="folder">The run's folder, which is made.</param>
    /// <param name="pieces">The folders of the pieces, in their order.</param>
    /// <param name="names">What is in each of them.</param>
    public static void Gather(string folder, IReadOnlyList<string> pieces, IReadOnlyList<string> names)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < pieces.Count; i++)
        {
            // Copied, so that an attempt that dies leaves the pieces to the next.
            foreach (var name in names)
                File.Copy(Path.Combine(pieces[i], name), Path.Combine(folder, pieces.Count == 1 ? name : Name(name, i + 1)));
        }
    }

    private static string Name(string name, int piece) =>
        $"{Path.GetFileNameWithoutExtension(name)}.{piece.ToString(Digits, System.Globalization.CultureInfo.InvariantCulture)}{Path.GetExtension(name)}";
}
