namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>
/// A closed candle. It was fetched from the exchange if some of its trades were missed, and is late if it was fetched after the next bar
/// had closed.
/// </summary>
internal readonly record struct SessionCandle(Symbol Symbol, Candle Candle, bool IsFetched, bool IsLate);
