using System.Runtime.Intrinsics;

namespace Bokgi.Kernels;

/// <summary>Which width suits the machine.</summary>
internal static class Lanes
{
    /// <summary>The widest that the machine has registers for.</summary>
    public static LaneWidth Widest =>
        Vector512.IsHardwareAccelerated ? LaneWidth.Eight
        : Vector256.IsHardwareAccelerated ? LaneWidth.Four
        : LaneWidth.One;
}
