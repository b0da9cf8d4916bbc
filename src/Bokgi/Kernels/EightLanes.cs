using System.Runtime.Intrinsics;

namespace Bokgi.Kernels;

/// <summary>Eight lanes, one AVX-512 register.</summary>
internal readonly struct EightLanes(Vector512<double> lanes) : ILanes<EightLanes>
{
    private readonly Vector512<double> lanes = lanes;

    public static int Count => 8;

    public static EightLanes operator +(EightLanes left, EightLanes right) => new(left.lanes + right.lanes);

    public static EightLanes operator -(EightLanes left, EightLanes right) => new(left.lanes - right.lanes);

    public static EightLanes operator *(EightLanes left, EightLanes right) => new(left.lanes * right.lanes);

    public static EightLanes operator /(EightLanes left, EightLanes right) => new(left.lanes / right.lanes);

    public static EightLanes Broadcast(double value) => new(Vector512.Create(value));

    public static EightLanes Load(ref double column, int index) => new(Vector512.LoadUnsafe(ref column, (nuint)index));

    public static EightLanes Min(EightLanes left, EightLanes right) => new(Vector512.MinNative(left.lanes, right.lanes));

    public static EightLanes Max(EightLanes left, EightLanes right) => new(Vector512.MaxNative(left.lanes, right.lanes));

    // For a positive finite double, the next larger double has the next larger bit pattern.
    public static EightLanes BitIncrement(EightLanes value) => new((value.lanes.AsInt64() + Vector512<long>.One).AsDouble());

    public static EightLanes SelectIfAtLeast(EightLanes left, EightLanes right, EightLanes ifTrue, EightLanes ifFalse) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(left.lanes, right.lanes), ifTrue.lanes, ifFalse.lanes));

    public static uint AtLeastMask(EightLanes left, EightLanes right) =>
        (uint)Vector512.GreaterThanOrEqual(left.lanes, right.lanes).ExtractMostSignificantBits();

    public static uint BelowMask(EightLanes left, EightLanes right) =>
        (uint)Vector512.LessThan(left.lanes, right.lanes).ExtractMostSignificantBits();

    public void Store(ref double column, int index) => lanes.StoreUnsafe(ref column, (nuint)index);
}
