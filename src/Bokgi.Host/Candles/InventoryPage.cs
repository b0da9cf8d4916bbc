namespace Bokgi.Host.Candles;

/// <summary>A page of the lake's files.</summary>
internal sealed record InventoryPage(IReadOnlyList<LakeFileDocument> Files, int TotalCount, int Limit, int Offset);
