using System.Runtime.Intrinsics;

namespace Bokgi.Kernels;

/// <summary>Four lanes, one AVX2 register.</summary>
internal readonly struct FourLanes(Vector256<double> lanes) : ILanes<FourLanes>
{
    private readonly Vector256<double> lanes = lanes;

    public static int Count => 4;

    public static FourLanes operator +(FourLanes left, FourLanes right) => new(left.lanes + right.lanes);

    public static FourLanes operator -(FourLanes left, FourLanes right) => new(left.lanes - right.lanes);

    public static FourLanes operator *(FourLanes left, FourLanes right) => new(left.lanes * right.lanes);

    public static FourLanes operator /(FourLanes left, FourLanes right) => new(left.lanes / right.lanes);

    public static FourLanes Broadcast(double value) => new(Vector256.Create(value));

    public static FourLanes Load(ref double column, int index) => new(Vector256.LoadUnsafe(ref column, (nuint)index));

    public static FourLanes Min(FourLanes left, FourLanes right) => new(Vector256.MinNative(left.lanes, right.lanes));

    public static FourLanes Max(FourLanes left, FourLanes right) => new(Vector256.MaxNative(left.lanes, right.lanes));

    // For a positive finite double, the next larger double has the next larger bit pattern.
    public static FourLanes BitIncrement(FourLanes value) => new((value.lanes.AsInt64() + Vector256<long>.One).AsDouble());

    public static FourLanes SelectIfAtLeast(FourLanes left, FourLanes right, FourLanes ifTrue, FourLanes ifFalse) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(left.lanes, right.lanes), ifTrue.lanes, ifFalse.lanes));

    public static uint AtLeastMask(FourLanes left, FourLanes right) =>
        (uint)Vector256.GreaterThanOrEqual(left.lanes, right.lanes).ExtractMostSignificantBits();

    public static uint BelowMask(FourLanes left, FourLanes right) =>
        (uint)Vector256.LessThan(left.lanes, right.lanes).ExtractMostSignificantBits();

    public void Store(ref double column, int index) => lanes.StoreUnsafe(ref column, (nuint)index);
}
