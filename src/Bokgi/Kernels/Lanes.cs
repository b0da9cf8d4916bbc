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

    /// <summary>Runs an operation with the type of lanes that has the given width.</summary>
    public static TResult Dispatch<TResult>(LaneWidth width, ILaneVisitor<TResult> visitor) =>
        width switch
        {
            LaneWidth.Eight => visitor.Visit<EightLanes>(),
            LaneWidth.Four => visitor.Visit<FourLanes>(),
            _ => visitor.Visit<OneLane>(),
        };
}
