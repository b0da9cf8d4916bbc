namespace Bokgi.MarketData.Lake;

/// <summary>The version of a set of files; comparing two versions shows whether a file was written in between.</summary>
/// <param name="Identity">Names, lengths and write times, as one text.</param>
/// <param name="NewestUtc">When the newest file was written; <see cref="DateTimeOffset.MinValue"/> when there are none.</param>
public sealed record LakeVersion(string Identity, DateTimeOffset NewestUtc);
