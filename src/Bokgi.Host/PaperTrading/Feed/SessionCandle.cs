using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>A closed candle as a session processes it.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Candle">The candle.</param>
/// <param name="IsFetched">Whether it was fetched from the exchange because not all of its trades were seen.</param>
/// <param name="IsLate">Whether it was fetched after the next bar had already closed, so that its signals and fills come late.</param>
internal readonly record struct SessionCandle(Symbol Symbol, Candle Candle, bool IsFetched, bool IsLate);
