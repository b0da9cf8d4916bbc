namespace Bokgi.MarketData.Lake.Import;

/// <summary>The market or timeframe that a file states.</summary>
/// <param name="Text">The market or timeframe, as the file spells it.</param>
/// <param name="Origin">The place of the statement, such as a column or the file's name; used in messages.</param>
internal sealed record SourceClaim(string Text, string Origin);
