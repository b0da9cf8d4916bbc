namespace Bokgi.Host.Runs.Artifacts;

/// <summary>
/// Reads a table of a run, from its file or from the files of its pieces in sequence; group <c>i</c> belongs to the run's symbol <c>i</c>.
/// </summary>
internal sealed class ArtifactReader : IDisposable
{
    private readonly string runId;
    private readonly bool isVerified;

    // FirstGroup is the index of the piece's first group among the groups of all pieces.
    private readonly List<(string Name, ITableReader File, int FirstGroup)> pieces = [];

    /// <summary>Opens the run's file, or the files of its pieces in order.</summary>
    /// <param name="runId">The run, for error messages.</param>
    /// <param name="paths">The paths of the files.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="isVerified">Whether the files match their hashes, so that read errors are not due to damage.</param>
    /// <exception cref="LostDataException">A file is missing or damaged.</exception>
    public ArtifactReader(string runId, IReadOnlyList<string> paths, string table, bool isVerified)
    {
        (this.runId, this.isVerified) = (runId, isVerified);
        try
        {
            foreach (var path in paths)
                GroupCount += OpenPiece(path, table);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int GroupCount { get; }

    public IReadOnlyList<ArtifactColumn> Columns => TranslateErrors(group: 0, () => pieces[0].File.Columns);

    public bool HasColumn(string column) =>
        TranslateErrors(group: 0, () => pieces.TrueForAll(piece => piece.File.Columns.Any(each => each.Name == column)));

    public int RowCount(int group) => TranslateErrors(group, (file, i) => file.RowCount(i));

    public Array Read(ArtifactColumn column, int group, int from, int count) =>
        column.Type switch
        {
            ColumnType.Time => Read<long>(group, column.Name, from, count),
            ColumnType.Integer => Read<int>(group, column.Name, from, count),
            ColumnType.Number => Read<double>(group, column.Name, from, count),
            _ => TranslateErrors(group, (file, i) => file.ReadTexts(i, column.Name, from, count)),
        };

    public T[] Read<T>(int group, string name)
        where T : unmanaged => Read<T>(group, name, 0, RowCount(group));

    /// <summary>Reads <paramref name="count"/> rows of a column of numbers or times, from row <paramref name="from"/> of the group on.</summary>
    public T[] Read<T>(int group, string name, int from, int count)
        where T : unmanaged => TranslateErrors(group, (file, i) => file.Read<T>(i, name, from, count));

    /// <summary>Finds the rows From to To (exclusive) whose values in a non-decreasing column are in [start, end).</summary>
    public (int From, int To) FindRows<T>(int group, string name, T start, T end)
        where T : unmanaged, IComparable<T> =>
        TranslateErrors(
            group,
            (file, i) =>
            {
                var first = file.CountBelow(i, name, start);
                return (first, Math.Max(first, file.CountBelow(i, name, end))); // start may be above end
            }
        );

    /// <summary>Reads <paramref name="count"/> rows of a column of enum names.</summary>
    public T[] ReadEnums<T>(int group, string name, int from, int count)
        where T : struct, Enum => TranslateErrors(group, (file, i) => file.ReadEnums<T>(i, name, from, count));

    public void Dispose()
    {
        foreach (var (_, file, _) in pieces)
            file.Dispose();
    }

    private T TranslateErrors<T>(int group, Func<ITableReader, int, T> read) =>
        TranslateErrors(
            group,
            () =>
            {
                var (_, file, firstGroup) = FindPiece(group);
                return read(file, group - firstGroup);
            }
        );

    // If the file is not verified, any exception counts as damage, because a damaged file can fail in many ways, such as a wrong column type.
    // A verified file is not damaged: an unknown format or enum name means that a later version wrote it. The error names the file that contains
    // the group.
    private T TranslateErrors<T>(int group, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception unknown) when (isVerified && unknown is NotSupportedException or FormatException)
        {
            throw ArtifactErrors.FromLaterVersion(runId, FindPiece(group).Name);
        }
        catch (Exception damage) when (!isVerified)
        {
            throw ArtifactErrors.Damaged(runId, FindPiece(group).Name, damage);
        }
    }

    private int OpenPiece(string path, string table)
    {
        var name = Path.GetFileName(path);
        try
        {
            ITableReader file = ArtifactNames.IsRowsFile(name)
                ? new RowsFileReader(path, table)
                : new ParquetTableReader(path, verifiesPages: !isVerified);
            pieces.Add((name, file, GroupCount));
            return file.GroupCount;
        }
        catch (Exception) when (!File.Exists(path))
        {
            throw ArtifactErrors.Missing(runId, name);
        }
        catch (Exception unknown) when (isVerified && unknown is NotSupportedException or FormatException)
        {
            throw ArtifactErrors.FromLaterVersion(runId, name);
        }
        catch (Exception damage) when (!isVerified)
        {
            throw ArtifactErrors.Damaged(runId, name, damage);
        }
    }

    private (string Name, ITableReader File, int FirstGroup) FindPiece(int group) =>
        pieces[pieces.FindLastIndex(piece => piece.FirstGroup <= group)];
}
