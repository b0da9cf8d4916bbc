using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>A bar that the stream of trades closed.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Bar">The bar.</param>
/// <param name="LateTrades">Running total of this market's trades that arrived after their bar had closed, counted since the market was
/// first followed.</param>
internal readonly record struct ClosedBar(Symbol Symbol, BuiltBar Bar, long LateTrades);
