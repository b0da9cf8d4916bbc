namespace Bokgi.MarketData.Lake;

/// <summary>What tells, without reading them, whether any file of a symbol and timeframe was written since.</summary>
/// <param name="Files">Names, lengths and times of writing, as one text.</param>
/// <param name="NewestUtc">When the newest of them was written; the least time when there are none.</param>
public sealed record LakeStamp(string Files, DateTimeOffset NewestUtc);
