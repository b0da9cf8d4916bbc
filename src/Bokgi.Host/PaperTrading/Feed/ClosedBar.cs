using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>A bar that the stream of trades closed.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Bar">The bar.</param>
/// <param name="LateTrades">Trades of this market that came after their bar was closed, as many as there were since it is followed.</param>
internal readonly record struct ClosedBar(Symbol Symbol, BuiltBar Bar, long LateTrades);
