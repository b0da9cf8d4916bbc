namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>
/// A closed bar that was built from the trade stream, and the number of the market's late trades so far. A late trade arrived after its bar
/// had closed.
/// </summary>
internal readonly record struct ClosedBar(Symbol Symbol, BuiltBar Bar, long LateTrades);
