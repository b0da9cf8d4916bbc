using Bokgi.FakeExchange.Recording;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.FakeExchange;

public sealed class TradeGeneratorTests
{
    private const decimal QuantityStep = 0.00000001m;

    private static readonly Symbol Btc = Symbol.Parse("BTC_KRW");
    private static readonly long OpenUtc = UnixTime.FromDateTime(new DateTime(2025, 9, 1, 0, 0, 0, DateTimeKind.Utc));

    private static readonly decimal[] PriceSteps = [1_000, 1, 0.01m, 0.0001m, 0.00000001m];

    // Bars like those of real markets: prices are multiples of a price step, volumes multiples of 0.00000001.
    private static readonly Gen<Candle> MarketBars = Gen.Select(
            Gen.Int[0, 4].Select(index => PriceSteps[index]),
            Gen.Int[1, 200_000],
            Gen.Int[0, 50],
            Gen.Int[0, 50],
            Gen.Int[0, 50],
            Gen.OneOf(Gen.Long[1, 40], Gen.Long[1, 4_000_000_000_000_000])
        )
        .Select(
            (priceStep, lowSteps, highSteps, openSteps, closeSteps, volumeUnits) =>
            {
                // The low is a number of steps; the other prices are numbers of steps above the low.
                double Price(int stepsAboveLow) => (double)(priceStep * (lowSteps + Math.Min(stepsAboveLow, highSteps)));
                return new Candle(OpenUtc, Price(openSteps), Price(highSteps), Price(0), Price(closeSteps), volumeUnits / 1e8);
            }
        );

    // Bars whose prices and volume are arbitrary doubles, as files may contain them.
    private static readonly Gen<Candle> ArbitraryBars = Gen.Select(
            Gen.Double[1e-8, 1e9],
            Gen.Double[1e-8, 1e9],
            Gen.Double.Unit,
            Gen.Double.Unit,
            Gen.Double[1e-12, 1e9]
        )
        .Select(
            (priceA, priceB, openShare, closeShare, volume) =>
            {
                var (low, high) = (Math.Min(priceA, priceB), Math.Max(priceA, priceB));
                double PriceAt(double share) => Math.Clamp(low + ((high - low) * share), low, high);
                return new Candle(OpenUtc, PriceAt(openShare), high, low, PriceAt(closeShare), volume);
            }
        );

    [Theory]
    [InlineData("BTC_KRW")]
    [InlineData("ETH_KRW")]
    [InlineData("XRP_KRW")]
    [InlineData("DOGE_KRW")]
    [InlineData("SOL_KRW")]
    public void Generate_EveryMinuteOfTheSharedLake_AddsUpToTheBar(string symbol)
    {
        using var bars = new CandleLake(SharedData.Require("lake")).LoadSeries(Symbol.Parse(symbol), Timeframe.OneMinute, TimeRange.All);

        long trades = 0;
        long lastId = 0;
        for (var i = 0; i < bars.Count; i++)
        {
            var generated = TradeGenerator.Generate(bars.Symbol, Timeframe.OneMinute, bars[i], seed: 1);
            Rebuild(bars[i].TimeUtc, generated).ShouldBe(bars[i]);
            Array.TrueForAll(generated, trade => trade.Quantity > 0 && trade.Quantity % QuantityStep == 0).ShouldBeTrue();
            generated[0].Id.ShouldBeGreaterThan(lastId);
            lastId = generated[^1].Id;
            trades += generated.Length;
        }

        bars.Count.ShouldBeGreaterThan(47_000);
        trades.ShouldBeGreaterThan(4L * bars.Count);
    }

    [Fact]
    public void Generate_AnyBarOfAMarket_AddsUpToTheBar() =>
        MarketBars.Sample(
            bar => Rebuild(bar.TimeUtc, TradeGenerator.Generate(Btc, Timeframe.OneMinute, bar, seed: 7)) == bar,
            iter: Iterations.Scale(20_000)
        );

    [Fact]
    public void Generate_ArbitraryNumbers_AddUpToTheBarOrGiveNothing() =>
        ArbitraryBars.Sample(
            bar =>
            {
                var trades = TradeGenerator.Generate(Btc, Timeframe.OneMinute, bar, seed: 7);
                return trades.Length == 0 || Rebuild(bar.TimeUtc, trades) == bar;
            },
            iter: Iterations.Scale(5_000)
        );

    [Fact]
    public void Generate_AnyBarOfAMarket_StaysWithinTheBarInAscendingOrder() =>
        MarketBars.Sample(
            bar =>
            {
                var trades = TradeGenerator.Generate(Btc, Timeframe.OneMinute, bar, seed: 7);
                return trades.Length is >= 1 and <= 24
                    && trades.All(trade => (double)trade.Price >= bar.Low && (double)trade.Price <= bar.High && trade.Quantity > 0)
                    && trades.All(trade => trade.TimeUtc >= bar.TimeUtc && trade.TimeUtc < bar.TimeUtc + 60_000_000)
                    && trades.Zip(trades.Skip(1)).All(pair => pair.First.Id < pair.Second.Id && pair.First.TimeMs <= pair.Second.TimeMs);
            },
            iter: Iterations.Scale(5_000)
        );

    [Fact]
    public void Generate_FourDistinctPrices_HasATradeForEach()
    {
        var trades = TradeGenerator.Generate(Btc, Timeframe.OneMinute, new Candle(OpenUtc, 102, 105, 100, 103, 0.00000004), seed: 1);

        trades.Length.ShouldBeGreaterThanOrEqualTo(4);
        trades[0].Price.ShouldBe(102);
        trades[^1].Price.ShouldBe(103);
        trades.Max(trade => trade.Price).ShouldBe(105);
        trades.Min(trade => trade.Price).ShouldBe(100);
        trades.Sum(trade => trade.Quantity).ShouldBe(0.00000004m);
    }

    [Fact]
    public void Generate_PricesOnAGrid_StayOnTheGrid()
    {
        var bar = new Candle(OpenUtc, 150_700_000, 150_803_000, 150_640_000, 150_803_000, 151.931528);

        TradeGenerator.Generate(Btc, Timeframe.OneMinute, bar, seed: 1).ShouldAllBe(trade => trade.Price % 1_000 == 0);
    }

    [Fact]
    public void Generate_SameSymbolBarAndSeed_GivesTheSameTrades()
    {
        var bar = new Candle(OpenUtc, 102, 105, 100, 103, 12.5);

        var trades = TradeGenerator.Generate(Btc, Timeframe.OneMinute, bar, seed: 1);

        TradeGenerator.Generate(Btc, Timeframe.OneMinute, bar, seed: 1).ShouldBe(trades);
        TradeGenerator.Generate(Btc, Timeframe.OneMinute, bar, seed: 2).ShouldNotBe(trades);
        TradeGenerator.Generate(Symbol.Parse("ETH_KRW"), Timeframe.OneMinute, bar, seed: 1).ShouldNotBe(trades);
    }

    [Fact]
    public void Generate_NoVolume_HasNoTrade() =>
        TradeGenerator.Generate(Btc, Timeframe.OneMinute, new Candle(OpenUtc, 102, 105, 100, 103, 0), seed: 1).ShouldBeEmpty();

    [Fact]
    public void Generate_Ids_AreUnixMillisecondsAndTheIndex()
    {
        var trades = TradeGenerator.Generate(Btc, Timeframe.OneMinute, new Candle(OpenUtc, 102, 105, 100, 103, 12.5), seed: 1);

        for (var i = 0; i < trades.Length; i++)
            trades[i].Id.ShouldBe((trades[i].TimeMs * 10_000) + i);
        trades[0].Id.ToString(System.Globalization.CultureInfo.InvariantCulture).Length.ShouldBe(17); // as many digits as Upbit's ids have
    }

    // Builds the bar from its trades as the builder of live candles does: converts prices to double, and sums quantities as decimals.
    private static Candle Rebuild(long openUtc, GeneratedTrade[] trades) =>
        new(
            openUtc,
            (double)trades[0].Price,
            (double)trades.Max(trade => trade.Price),
            (double)trades.Min(trade => trade.Price),
            (double)trades[^1].Price,
            (double)trades.Sum(trade => trade.Quantity)
        );
}
