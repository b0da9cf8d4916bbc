namespace Bokgi.MarketData.Lake.Import;

/// <summary>The rows of a file one after the other, their cells as text in UTF-8, whatever the file's form.</summary>
internal abstract class SourceTable : IDisposable
{
    public abstract ImportFormat Format { get; }

    /// <summary>What the columns are called; null when the file does not say.</summary>
    public abstract string[]? Names { get; }

    /// <summary>How many cells the row has.</summary>
    public abstract int Count { get; }

    /// <summary>The row's place as a person finds it, such as <c>line 7</c>.</summary>
    public abstract string Where { get; }

    /// <summary>Whether commas within cells may be decimal points, since something else separates the cells.</summary>
    public virtual bool MayHaveDecimalCommas => false;

    /// <summary>What the file says beside its rows of the zone of times.</summary>
    public ZoneMention Zone { get; private set; }

    /// <summary>The table with what was found of its zone.</summary>
    public SourceTable In(ZoneMention zone)
    {
        Zone = zone;
        return this;
    }

    /// <summary>Goes to the next row.</summary>
    /// <exception cref="LakeException">The file cannot be read on.</exception>
    public abstract bool Read();

    /// <summary>Why the row has no such cell, as a clause for a person; null when it has one.</summary>
    public virtual string? Lack(int place) => null;

    /// <summary>The text of a cell, valid until the next row; empty when it holds nothing.</summary>
    /// <exception cref="LakeException">The row has no such cell.</exception>
    public abstract ReadOnlySpan<byte> Cell(int place);

    public abstract void Dispose();
}
