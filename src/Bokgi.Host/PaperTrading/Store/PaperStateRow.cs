namespace Bokgi.Host.PaperTrading.Store;

/// <summary>A session's state after the last entry of its log; separate from the session's row, which is read often.</summary>
internal sealed class PaperStateRow
{
    public long SessionNumber { get; init; }
    public required byte[] Data { get; init; }
}
