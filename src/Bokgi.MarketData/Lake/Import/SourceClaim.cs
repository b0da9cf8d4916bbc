namespace Bokgi.MarketData.Lake.Import;

/// <summary>A statement in a file about itself, and where it was found.</summary>
internal sealed record SourceClaim(string Text, string Where);
