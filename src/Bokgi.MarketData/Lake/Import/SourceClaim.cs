namespace Bokgi.MarketData.Lake.Import;

/// <summary>The market or timeframe that a file states, and where it states it.</summary>
internal sealed record SourceClaim(string Text, string Origin);
