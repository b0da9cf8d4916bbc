namespace Bokgi.Host.Runs.Artifacts;

/// <summary>A table of a rows file. The market of a row is not a column: it is the name of the row's group.</summary>
internal sealed record StoredTable(string Name, IReadOnlyList<StoredTable.Column> Columns)
{
    /// <param name="Name">The column's name.</param>
    /// <param name="Type">What the values are.</param>
    /// <param name="Texts">The distinct texts of a column of texts; a value is stored as the index of its text.</param>
    internal sealed record Column(string Name, ColumnType Type, IReadOnlyList<string> Texts)
    {
        public Column(string name, ColumnType type)
            : this(name, type, []) { }
    }
}
