using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Synthetic;

/// <summary>One market is done.</summary>
/// <param name="Symbol">Which.</param>
/// <param name="Done">Markets done so far.</param>
/// <param name="Total">Markets in all.</param>
/// <param name="Rows">Candles stored for it, all timeframes together.</param>
public sealed record GenerationProgress(Symbol Symbol, int Done, int Total, int Rows);
