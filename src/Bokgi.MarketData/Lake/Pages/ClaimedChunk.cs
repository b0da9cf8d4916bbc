namespace Bokgi.MarketData.Lake.Pages;

/// <summary>A column of a row group, as the footer claims it.</summary>
/// <param name="Start">Where its pages begin in the file.</param>
/// <param name="Length">How many bytes they take there.</param>
/// <param name="Values">How many values it has.</param>
/// <param name="PhysicalType">The number of the values' type, as the format defines it.</param>
internal readonly record struct ClaimedChunk(long Start, long Length, long Values, int PhysicalType);
