using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>A closed candle as a session acts on it.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Candle">The candle.</param>
/// <param name="IsFetched">Whether the exchange told it, since not all of its trades were seen.</param>
/// <param name="IsLate">Whether the next one was closed too by then, so that what it leads to comes late.</param>
internal readonly record struct SessionCandle(Symbol Symbol, Candle Candle, bool IsFetched, bool IsLate);
