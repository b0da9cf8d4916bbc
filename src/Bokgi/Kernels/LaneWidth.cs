namespace Bokgi.Kernels;

/// <summary>How many doubles (lanes) a kernel processes with one instruction. Results are bit-for-bit the same for all widths.</summary>
internal enum LaneWidth
{
    /// <summary><see cref="OneLane"/>.</summary>
    One = 1,

    /// <summary><see cref="FourLanes"/>.</summary>
    Four = 4,

    /// <summary><see cref="EightLanes"/>.</summary>
    Eight = 8,
}
