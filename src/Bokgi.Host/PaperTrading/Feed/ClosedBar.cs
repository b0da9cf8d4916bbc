namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>A bar that the stream of trades closed, and how many of its market's trades have come after their bar so far.</summary>
internal readonly record struct ClosedBar(Symbol Symbol, BuiltBar Bar, long LateTrades);
