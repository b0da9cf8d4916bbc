namespace Bokgi.Host.Runs.Artifacts;

/// <summary>
/// The names of a run's tables and files. A run has one file for all tables; earlier versions wrote one Parquet file for each. A run that was
/// computed in pieces has the files of its pieces, <c>rows.0001.bokgi</c> etc., each with consecutive symbols.
/// </summary>
internal static class ArtifactNames
{
    public const string Trades = "trades";
    public const string Signals = "signals";
    public const string Equity = "equity";

    public const string RowsFile = "rows.bokgi";

    private const string ParquetExtension = ".parquet";
    private const string PieceNumberFormat = "D4";

    /// <summary>The files that an earlier version wrote for a run.</summary>
    public static IReadOnlyList<string> ParquetFiles { get; } = [.. ((string[])[Trades, Signals, Equity]).Select(ParquetFileOf)];

    public static string ParquetFileOf(string table) => table + ParquetExtension;

    public static bool IsRowsFile(string name) => Path.GetExtension(name) == Path.GetExtension(RowsFile);

    /// <summary>The name of the file of a piece; pieces are numbered from 1.</summary>
    public static string PieceFileName(string name, int piece) =>
        $"{Path.GetFileNameWithoutExtension(name)}.{piece.ToString(PieceNumberFormat, CultureInfo.InvariantCulture)}{Path.GetExtension(name)}";

    /// <summary>Selects those of a run's files that contain rows of a table, in the order of the pieces.</summary>
    public static IReadOnlyList<string> FilesWithTable(string table, IEnumerable<string> files) =>
        [
            .. files
                .Where(file => Belongs(file, RowsFile) || Belongs(file, ParquetFileOf(table)))
                .OrderBy(PieceNumberOf)
                .ThenBy(file => file, StringComparer.Ordinal),
        ];

    /// <summary>
    /// The names of the files that a run's folder should have. If it has a rows file, these are the files that are there. Otherwise the run is
    /// of an earlier version, and a Parquet file for each table is expected even if it is missing.
    /// </summary>
    public static IReadOnlyList<string> ExpectedFiles(string folder)
    {
        var names = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).ToList() : [];
        string[] rows = [.. names.Where(name => Belongs(name, RowsFile))];
        // After an upgrade, pieces of this version and of an earlier one may belong to the same run.
        var others = ParquetFiles.SelectMany(file => names.Where(name => Belongs(name, file)).DefaultIfEmpty(file));
        return [.. rows.Concat(others.Where(name => rows.Length == 0 || names.Contains(name))).Order(StringComparer.Ordinal)];
    }

    // Whether a file has this name, or is the file of a piece whose name is derived from it.
    private static bool Belongs(string file, string name) =>
        file == name || (PieceNumberOf(file) is var piece and > 0 && file == PieceFileName(name, piece));

    // 0 if the file does not belong to a piece.
    private static int PieceNumberOf(string file) =>
        int.TryParse(
            Path.GetExtension(Path.GetFileNameWithoutExtension(file)).TrimStart('.'),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var piece
        )
            ? piece
            : 0;
}
