namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>A bar closed by the trade stream, and the market's late trades so far: those that arrived after their bar had closed.</summary>
internal readonly record struct ClosedBar(Symbol Symbol, BuiltBar Bar, long LateTrades);
