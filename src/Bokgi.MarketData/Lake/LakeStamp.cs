namespace Bokgi.MarketData.Lake;

/// <summary>Shows whether any file of a symbol and timeframe was written since, without reading the files.</summary>
/// <param name="Files">Names, lengths and write times, as one text.</param>
/// <param name="NewestUtc">When the newest file was written; <see cref="DateTimeOffset.MinValue"/> when there are none.</param>
public sealed record LakeStamp(string Files, DateTimeOffset NewestUtc);
