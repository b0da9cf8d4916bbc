namespace Bokgi.Host.Runs.Artifacts;

/// <summary>
/// Reads a table from one file of a run; group <c>i</c> has the rows of the file's symbol <c>i</c>. Damaged files may cause any exception.
/// </summary>
internal interface ITableReader : IDisposable
{
    int GroupCount { get; }

    IReadOnlyList<ArtifactColumn> Columns { get; }

    int RowCount(int group);

    /// <summary>
    /// Reads <paramref name="count"/> rows of a column of numbers or times, from row <paramref name="from"/> of the group on. The rows before
    /// are skipped without being kept in memory.
    /// </summary>
    T[] Read<T>(int group, string column, int from, int count)
        where T : unmanaged;

    /// <summary>Reads <paramref name="count"/> rows of a column of enum names, without allocating a string per row.</summary>
    T[] ReadEnums<T>(int group, string column, int from, int count)
        where T : struct, Enum;

    string[] ReadTexts(int group, string column, int from, int count);

    /// <summary>The number of rows whose values in a non-decreasing column are less than a limit.</summary>
    int CountBelow<T>(int group, string column, T limit)
        where T : unmanaged, IComparable<T>;
}
