namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>A closed candle: fetched if not all of its trades were seen, and late if that was after the next bar had closed.</summary>
internal readonly record struct SessionCandle(Symbol Symbol, Candle Candle, bool IsFetched, bool IsLate);
