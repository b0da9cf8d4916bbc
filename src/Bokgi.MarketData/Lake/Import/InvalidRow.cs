using Bokgi.Series;

namespace Bokgi.MarketData.Lake.Import;

/// <summary>A row that is stored as it stands but that the engine will leave out.</summary>
/// <param name="Candle">The row.</param>
/// <param name="Fault">Why it cannot be used.</param>
public sealed record InvalidRow(Candle Candle, CandleFault Fault);
