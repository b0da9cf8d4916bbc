namespace Bokgi.Kernels;

/// <summary>
/// Several doubles that go through the same operations side by side, a lane for each of consecutive bars. A kernel written once against this
/// is compiled for every width, and each lane's bits are those of a plain double: no operation is fused or reordered.
/// </summary>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>How many lanes there are.</summary>
    static abstract int Count { get; }

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Of(double value);

    /// <summary>Values <paramref name="index"/> and following of a column.</summary>
    static abstract TSelf Load(ref double column, int index);

    /// <summary>The smaller of each two, neither NaN.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The larger of each two, neither NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The next larger double of a positive finite one.</summary>
    static abstract TSelf Next(TSelf value);

    /// <summary>In each lane <paramref name="yes"/> where left is at least right, else <paramref name="no"/>.</summary>
    static abstract TSelf WhereAtLeast(TSelf left, TSelf right, TSelf yes, TSelf no);

    /// <summary>A bit for each lane, the first one lowest: whether left is at least right, which with a NaN it is not.</summary>
    static abstract uint AtLeast(TSelf left, TSelf right);

    /// <summary>A bit for each lane, the first one lowest: whether left is less than right, which with a NaN it is not.</summary>
    static abstract uint Below(TSelf left, TSelf right);

    /// <summary>Writes the lanes to values <paramref name="index"/> and following of a column.</summary>
    void Store(ref double column, int index);
}
