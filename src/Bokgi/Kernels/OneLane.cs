using System.Runtime.CompilerServices;

namespace Bokgi.Kernels;

/// <summary>A single double, for machines without wide vector registers.</summary>
internal readonly struct OneLane(double lane) : ILanes<OneLane>
{
    private readonly double lane = lane;

    public static int Count => 1;

    public static OneLane operator +(OneLane left, OneLane right) => new(left.lane + right.lane);

    public static OneLane operator -(OneLane left, OneLane right) => new(left.lane - right.lane);

    public static OneLane operator *(OneLane left, OneLane right) => new(left.lane * right.lane);

    public static OneLane operator /(OneLane left, OneLane right) => new(left.lane / right.lane);

    public static OneLane Broadcast(double value) => new(value);

    public static OneLane Load(ref double column, int index) => new(Unsafe.Add(ref column, index));

    public static OneLane Min(OneLane left, OneLane right) => new(double.MinNative(left.lane, right.lane));

    public static OneLane Max(OneLane left, OneLane right) => new(double.MaxNative(left.lane, right.lane));

    public static OneLane BitIncrement(OneLane value) => new(double.BitIncrement(value.lane));

    public static OneLane SelectIfAtLeast(OneLane left, OneLane right, OneLane ifTrue, OneLane ifFalse) =>
        left.lane >= right.lane ? ifTrue : ifFalse;

    public static uint AtLeastMask(OneLane left, OneLane right) => left.lane >= right.lane ? 1u : 0;

    public static uint BelowMask(OneLane left, OneLane right) => left.lane < right.lane ? 1u : 0;

    public void Store(ref double column, int index) => Unsafe.Add(ref column, index) = lane;
}
