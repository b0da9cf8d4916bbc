namespace Bokgi.MarketData.Lake.Import;

/// <summary>Something a file says of itself, and where it says so.</summary>
internal sealed record SourceClaim(string Text, string Where);
