namespace Bokgi.Host.PaperTrading.Store;

/// <summary>
/// A session's serialised state after the last entry of its log. It has a table of its own, so that reading the session's row, which happens
/// often, does not load it.
/// </summary>
internal sealed class PaperStateRow
{
    public long SessionNumber { get; init; }
    public required byte[] Data { get; init; }
}
