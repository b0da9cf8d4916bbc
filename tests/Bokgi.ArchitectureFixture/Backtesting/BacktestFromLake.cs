using Bokgi.ArchitectureFixture.MarketData.Lake;

namespace Bokgi.ArchitectureFixture.Backtesting;

/// <summary>Breach: the engine must not know where candles come from.</summary>
internal sealed class BacktestFromLake
{
    public CandleLake? Lake { get; set; }
}
