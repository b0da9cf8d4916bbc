namespace Bokgi.MarketData.Lake.Import;

/// <summary>The market or timeframe that a file states.</summary>
/// <param name="Text">The market or timeframe, as the file spells it.</param>
/// <param name="Origin">Where the file states it, such as a column or its name, for messages.</param>
internal sealed record SourceClaim(string Text, string Origin);
