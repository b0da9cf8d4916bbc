namespace Bokgi.MarketData.Lake.Import;

/// <summary>Reads the rows of a file of any format one by one, with cells as UTF-8 text.</summary>
internal abstract class SourceTable : IDisposable
{
    public abstract ImportFormat Format { get; }

    /// <summary>The column names; null when the file does not give them.</summary>
    public abstract string[]? Names { get; }

    /// <summary>The number of cells in a row.</summary>
    public abstract int ColumnCount { get; }

    /// <summary>The row's position for messages, such as <c>line 7</c>.</summary>
    public abstract string Location { get; }

    /// <summary>Whether commas within cells may be decimal points, because another character separates the cells.</summary>
    public virtual bool MayHaveDecimalCommas => false;

    /// <summary>The time zone stated outside the file's rows.</summary>
    public ZoneMention Zone { get; private set; }

    /// <summary>Sets the time zone and returns the table.</summary>
    public SourceTable SetZone(ZoneMention zone)
    {
        Zone = zone;
        return this;
    }

    /// <summary>Advances to the next row.</summary>
    /// <exception cref="LakeException">The file cannot be read further.</exception>
    public abstract bool Read();

    /// <summary>Why the cell cannot be read, as a clause for a message; null when it can.</summary>
    public virtual string? UnavailableReason(int column) => null;

    /// <summary>The text of a cell, valid until the next row; may be empty.</summary>
    /// <exception cref="LakeException">The cell cannot be read.</exception>
    public abstract ReadOnlySpan<byte> Cell(int column);

    public abstract void Dispose();
}
