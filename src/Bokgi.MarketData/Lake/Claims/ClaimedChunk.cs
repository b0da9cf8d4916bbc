namespace Bokgi.MarketData.Lake.Claims;

/// <summary>
/// A column chunk (the pages of one column in one row group), as the footer claims it; not verified against the file's contents.
/// </summary>
/// <param name="Start">The offset of its pages in the file.</param>
/// <param name="Length">The size of its pages in bytes.</param>
/// <param name="Values">The number of values.</param>
/// <param name="PhysicalType">The code of the values' physical type in parquet.thrift.</param>
internal readonly record struct ClaimedChunk(long Start, long Length, long Values, int PhysicalType);
