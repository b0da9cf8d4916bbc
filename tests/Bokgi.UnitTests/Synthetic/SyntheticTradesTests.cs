using Bokgi.Backtesting;
using Bokgi.MarketData.Lake.Synthetic;
using Bokgi.Markets;
using Bokgi.Series;
using Bokgi.Strategies;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Synthetic;

public class SyntheticTradesTests
{
    [Theory]
    [InlineData("volume_long_candle")]
    [InlineData("volume_zone_breakout")]
    public void Run_DefaultLakeWithDefaultParameters_TradesEveryMarket(string name)
    {
        StrategyCatalogue.TryFind(name, out var strategy, out var error).ShouldBeTrue(error);
        var request = new BacktestRequest
        {
            Strategy = strategy,
            Parameters = StrategyParameters.Defaults(strategy.Parameters),
            Symbols = GenerationOptions.DefaultSymbols,
            Timeframe = Timeframe.OneHour,
            Range = TimeRange.All,
        };

        var report = Backtester.Run(request, new SyntheticHours(), threads: 2);

        report.Symbols.Count.ShouldBe(10);
        foreach (var symbol in report.Symbols)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{symbol.Symbol} {symbol.Figures.Trades} trades");
            symbol.Figures.Trades.ShouldBeGreaterThanOrEqualTo(30, symbol.Symbol.Code);
        }
    }

    private sealed class SyntheticHours : ICandleSource
    {
        public bool HasCandles(Symbol symbol) => true;

        public CandleSeries Read(Symbol symbol)
        {
            // Copies the shared candles, because the run disposes its series.
            var hours = SharedSyntheticCandles.Get(symbol.Code).Hours;
            return CandleSeries.FromCandles(symbol, Timeframe.OneHour, [.. Enumerable.Range(0, hours.Count).Select(i => hours[i])]);
        }
    }
}
