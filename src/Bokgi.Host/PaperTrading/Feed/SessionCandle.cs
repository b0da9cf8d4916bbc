namespace Bokgi.Host.PaperTrading.Feed;

/// <summary>
/// A closed candle as a session processes it: fetched from the exchange if not all of its trades were seen, and late if that was after the next
/// bar had closed, so that its signals and fills come late.
/// </summary>
internal readonly record struct SessionCandle(Symbol Symbol, Candle Candle, bool IsFetched, bool IsLate);
