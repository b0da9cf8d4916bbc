using System.Runtime.Intrinsics;

namespace Bokgi.Kernels;

/// <summary>Selects the lane width for this machine.</summary>
internal static class Lanes
{
    /// <summary>The widest width with hardware support.</summary>
    public static LaneWidth Widest =>
        Vector512.IsHardwareAccelerated ? LaneWidth.Eight
        : Vector256.IsHardwareAccelerated ? LaneWidth.Four
        : LaneWidth.One;

    /// <summary>Runs an operation with the lanes of a width.</summary>
    public static TResult Use<TResult>(LaneWidth width, ILaneUser<TResult> user) =>
        width switch
        {
            LaneWidth.Eight => user.Use<EightLanes>(),
            LaneWidth.Four => user.Use<FourLanes>(),
            _ => user.Use<OneLane>(),
        };
}
