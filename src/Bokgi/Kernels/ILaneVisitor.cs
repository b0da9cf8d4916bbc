namespace Bokgi.Kernels;

/// <summary>An operation that is compiled once per implementation of <see cref="ILanes{TSelf}"/>; see <see cref="Lanes.Dispatch"/>.</summary>
internal interface ILaneVisitor<out TResult>
{
    TResult Visit<TLanes>()
        where TLanes : struct, ILanes<TLanes>;
}
