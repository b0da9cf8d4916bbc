namespace Bokgi.Kernels;

/// <summary>An operation that is compiled once per type of lanes; see <see cref="Lanes.Use"/>.</summary>
internal interface ILaneUser<out TResult>
{
    TResult Use<TLanes>()
        where TLanes : struct, ILanes<TLanes>;
}
