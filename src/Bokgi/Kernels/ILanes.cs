namespace Bokgi.Kernels;

/// <summary>
/// Several doubles that undergo the same operations in parallel. Each double is a lane, and consecutive lanes belong to consecutive bars. A
/// kernel written against this interface is compiled for every width. Each lane gives the same bits as a plain double, because no operation
/// is fused or reordered.
/// </summary>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Broadcast(double value);

    /// <summary>Loads consecutive values of a column, starting at <paramref name="index"/>.</summary>
    static abstract TSelf Load(ref double column, int index);

    /// <summary>The smaller value in each lane; neither may be NaN.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The larger value in each lane; neither may be NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The next larger double of each lane, whose value must be positive and finite.</summary>
    static abstract TSelf BitIncrement(TSelf value);

    /// <summary>In each lane, <paramref name="ifTrue"/> if left is at least right; otherwise, <paramref name="ifFalse"/>.</summary>
    static abstract TSelf SelectIfAtLeast(TSelf left, TSelf right, TSelf ifTrue, TSelf ifFalse);

    /// <summary>One bit per lane, the lowest for the first lane: 1 if left is at least right; 0 for NaN.</summary>
    static abstract uint AtLeastMask(TSelf left, TSelf right);

    /// <summary>One bit per lane, the lowest for the first lane: 1 if left is less than right; 0 for NaN.</summary>
    static abstract uint BelowMask(TSelf left, TSelf right);

    /// <summary>Stores the lanes into consecutive values of a column, starting at <paramref name="index"/>.</summary>
    void Store(ref double column, int index);
}
