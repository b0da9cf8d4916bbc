namespace Bokgi.MarketData.Lake;

/// <summary>The write state of the files of a symbol and timeframe; comparing two shows whether a file was written in between.</summary>
/// <param name="Files">Names, lengths and write times, as one text.</param>
/// <param name="NewestUtc">When the newest file was written; <see cref="DateTimeOffset.MinValue"/> when there are none.</param>
public sealed record LakeStamp(string Files, DateTimeOffset NewestUtc);
