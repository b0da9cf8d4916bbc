using Bokgi.ArchitectureFixture.MarketData.Lake;

namespace Bokgi.ArchitectureFixture.Backtesting;

/// <summary>Breaks the rule that the engine does not know where candles come from: has a candle lake.</summary>
internal sealed class BacktestFromLake
{
    public CandleLake? Lake { get; set; }
}
