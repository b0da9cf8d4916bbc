namespace Bokgi.Host.Backtests.Store;

/// <summary>A tag of a run.</summary>
internal sealed class RunTagRow
{
    public required string RunId { get; init; }

    public required string Tag { get; init; }
}
