namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>A bar closed by the trade stream, and how many of its market's trades have so far arrived after their bar closed.</summary>
internal readonly record struct ClosedBar(Symbol Symbol, BuiltBar Bar, long LateTrades);
