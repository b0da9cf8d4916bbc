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

    public static EightLanes Of(double value) => new(Vector512.Create(value));

    public static EightLanes Load(ref double column, int index) => new(Vector512.LoadUnsafe(ref column, (nuint)index));

    public static EightLanes Min(EightLanes left, EightLanes right) => new(Vector512.MinNative(left.lanes, right.lanes));

    public static EightLanes Max(EightLanes left, EightLanes right) => new(Vector512.MaxNative(left.lanes, right.lanes));

    public static EightLanes Next(EightLanes value) => new((value.lanes.AsInt64() + Vector512<long>.One).AsDouble());

    public static EightLanes WhereAtLeast(EightLanes left, EightLanes right, EightLanes yes, EightLanes no) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(left.lanes, right.lanes), yes.lanes, no.lanes));

    public static uint AtLeast(EightLanes left, EightLanes right) =>
        (uint)Vector512.GreaterThanOrEqual(left.lanes, right.lanes).ExtractMostSignificantBits();

    public static uint Below(EightLanes left, EightLanes right) =>
        (uint)Vector512.LessThan(left.lanes, right.lanes).ExtractMostSignificantBits();

    public void Store(ref double column, int index) => lanes.StoreUnsafe(ref column, (nuint)index);
}
