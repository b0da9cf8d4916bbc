namespace Bokgi.MarketData.Lake.Pages;

/// <summary>Where the pages of one column of a row group lie in the file.</summary>
/// <param name="Offset">The first byte of the first page's header.</param>
/// <param name="Length">Bytes, headers included.</param>
internal readonly record struct LakeChunk(long Offset, int Length);
