namespace Bokgi.MarketData.Lake.Pages;

/// <summary>A row group of a file that the lake wrote.</summary>
/// <param name="Rows">The number of rows, at least one.</param>
/// <param name="FirstUtc">The earliest time, from the statistics, microseconds UTC.</param>
/// <param name="LastUtc">The latest time, from the statistics, microseconds UTC.</param>
/// <param name="Chunks">The columns: times, open, high, low, close and volume.</param>
internal sealed record LakeRowGroup(int Rows, long FirstUtc, long LastUtc, LakeChunk[] Chunks);
