namespace Bokgi.MarketData.Lake.Claims;

/// <summary>A row group, as the footer claims it; not verified against the file's contents.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Chunks">The column chunks, one for each column of the schema.</param>
internal sealed record ClaimedGroup(long Rows, ClaimedChunk[] Chunks)
{
    /// <summary>The size of the column chunks in the file, in bytes.</summary>
    public long Bytes => Chunks.Sum(chunk => chunk.Length);
}
