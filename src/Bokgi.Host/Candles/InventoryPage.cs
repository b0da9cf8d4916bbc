namespace Bokgi.Host.Candles;

/// <summary>Some of the lake's files.</summary>
internal sealed record InventoryPage(IReadOnlyList<LakeFileDocument> Files, int TotalCount, int Limit, int Offset);
