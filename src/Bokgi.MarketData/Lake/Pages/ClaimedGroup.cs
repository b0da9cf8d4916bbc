namespace Bokgi.MarketData.Lake.Pages;

/// <summary>A row group, as the footer claims it.</summary>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Chunks">Its columns, as many as the schema has.</param>
internal sealed record ClaimedGroup(long Rows, ClaimedChunk[] Chunks)
{
    /// <summary>How many bytes its columns take in the file.</summary>
    public long Bytes => Chunks.Sum(chunk => chunk.Length);
}
