using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>A bar that the stream of trades closed.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Bar">The bar.</param>
/// <param name="LateTrades">Running total of this market's trades that arrived after their bar had closed.</param>
internal readonly record struct ClosedBar(Symbol Symbol, BuiltBar Bar, long LateTrades);
