using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Synthetic;

/// <summary>Reports a finished market.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Done">The number of markets finished so far.</param>
/// <param name="Total">The total number of markets.</param>
/// <param name="Rows">The candles stored for the market, all timeframes together.</param>
public sealed record GenerationProgress(Symbol Symbol, int Done, int Total, int Rows);
