using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>A row that is stored although a backtest skips it.</summary>
/// <param name="Candle">The row.</param>
/// <param name="Fault">Why it is invalid.</param>
public sealed record InvalidRow(Candle Candle, CandleFault Fault);
