namespace Bokgi.MarketData.Lake.Pages;

/// <summary>A row group of a file that the lake wrote.</summary>
/// <param name="Rows">How many rows it has, at least one.</param>
/// <param name="FirstUtc">The earliest time, as its statistics say.</param>
/// <param name="LastUtc">The latest time, as its statistics say.</param>
/// <param name="Chunks">Times, open, high, low, close and volume.</param>
internal sealed record LakeRowGroup(int Rows, long FirstUtc, long LastUtc, LakeChunk[] Chunks);
