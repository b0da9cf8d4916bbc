namespace Bokgi.MarketData.Lake.Pages;

/// <summary>The pages of one column of a row group in the file.</summary>
/// <param name="Offset">The offset of the first page's header.</param>
/// <param name="Length">The size in bytes, headers included.</param>
internal readonly record struct LakeChunk(long Offset, int Length);
