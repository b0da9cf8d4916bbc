namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>A closed candle; fetched if some of its trades were missed, and late if that happened after the next bar had closed.</summary>
internal readonly record struct SessionCandle(Symbol Symbol, Candle Candle, bool IsFetched, bool IsLate);
