using System.Collections.Concurrent;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Reference;

public class GeneratorsTests
{
    private static readonly string[] EdgeCases =
    [
        "signal",
        "trade",
        "unfilled",
        "no trade because the quantity is below one step",
        "hold",
        "stop_loss",
        "take_profit",
        "trailing_stop",
        "end_of_data",
        "exit on the entry bar",
        "exit at the entry price",
        "exit at an open beyond the stop",
        "low exactly on the stop",
        "high exactly on the target",
        "high exactly on the level",
        "gap in time",
        "warm-up",
        "entry below the exchange's minimum order value",
        "costs of an exchange",
        "price step changed while a position was held",
        "no level",
        "money gone",
        "exit and entry on one bar",
        "stop and trailing tie",
        "stop and target in one bar",
    ];

    [Fact]
    public void Cases_AnySample_IsValidAndItsMoneyAddsUp() =>
        Generators.Cases.Sample(
            sample =>
            {
                sample.Candles.ShouldAllBe(candle => candle.IsValid);
                sample.Candles.Zip(sample.Candles.Skip(1)).ShouldAllBe(pair => pair.First.TimeUtc < pair.Second.TimeUtc);
                var result = ReferenceEngine.Run(sample.Candles, sample.Timeframe, sample.Request);

                var moneyMoved = sample.Request.InitialCash + result.Trades.Sum(trade => trade.EntryCost + Math.Abs(trade.Pnl));
                var expectedEquity = sample.Request.InitialCash + result.Trades.Sum(trade => trade.Pnl);
                result.Curve.Equity[^1].ShouldBe(expectedEquity, 1e-9 * moneyMoved);
                result.Curve.Equity.Count.ShouldBe(sample.Candles.Count - sample.Request.WarmupBars);
                result.Figures.Values.ShouldAllBe(figure => figure == null || double.IsFinite(figure.Value));
                result.Trades.Zip(result.Trades.Skip(1)).ShouldAllBe(pair => pair.First.ExitBar <= pair.Second.EntryBar);
                result.Trades.ShouldAllBe(trade => trade.AdverseExcursion <= 0 && trade.FavourableExcursion >= 0);
                result.Trades.ShouldAllBe(trade => trade.EntryTimeUtc <= trade.ExitTimeUtc);
                result.Trades.ShouldAllBe(trade => trade.BarsHeld >= 0 && trade.BarsHeld <= sample.Request.HoldBars);
            },
            iter: 2_000,
            print: sample => sample.ToString()
        );

    [Fact]
    public void Cases_ManySamples_ProvokeEveryEdgeCase()
    {
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);

        Generators.Cases.Sample(
            sample =>
            {
                foreach (var edgeCase in FindEdgeCases(sample))
                    seen.AddOrUpdate(edgeCase, 1, (_, count) => count + 1);
            },
            iter: 6_000
        );

        EdgeCases
            .Where(edgeCase => !seen.ContainsKey(edgeCase))
            .ShouldBeEmpty(string.Join(", ", seen.Select(edgeCase => $"{edgeCase.Key}: {edgeCase.Value}")));
    }

    [Fact]
    public void MultiPairRuns_AnySample_TotalsAddUpThePairs() =>
        Generators.MultiPairRuns.Sample(
            run =>
            {
                List<ReferenceResult> results = [.. run.Select(pair => ReferenceEngine.Run(pair.Candles, pair.Timeframe, pair.Request))];

                var totals = ReferenceTotals.Compute([.. results.Select((result, i) => ($"C{i}_KRW", result))]);

                var expected = results.Sum(result => result.Curve.Equity[^1]);
                totals.Curve.Equity[^1].ShouldBe(expected, 1e-9 * totals.Curve.Initial);
                totals.Trades.Count.ShouldBe(results.Sum(result => result.Trades.Count));
                totals.Curve.Times.ShouldBeInOrder();
                totals.Figures.Values.ShouldAllBe(figure => figure == null || double.IsFinite(figure.Value));
                if (run.Count == 1)
                    totals.Figures.ShouldBe(results[0].Figures);
            },
            iter: 500
        );

    private static bool HasPriceStepChanged(ReferenceTrade trade, ReferenceRequest request)
    {
        var costs = new ReferenceCosts(request);
        return request.Costs is not null
            && costs.PriceStep(trade.EntryPrice, trade.EntryTimeUtc) != costs.PriceStep(trade.EntryPrice, trade.ExitTimeUtc);
    }

    private static IEnumerable<string> FindEdgeCases(ReferenceCase sample)
    {
        var (timeframe, candles, request) = (sample.Timeframe, sample.Candles, sample.Request);
        var result = ReferenceEngine.Run(candles, timeframe, request);
        if (result.UnfilledEntries > 0)
            yield return "unfilled";
        if (result.TooSmallEntries > 0)
            yield return "entry below the exchange's minimum order value";
        if (result.Trades.Count > 0 && request.Costs is not null)
            yield return "costs of an exchange";
        if (result.Trades.Any(trade => HasPriceStepChanged(trade, request)))
            yield return "price step changed while a position was held";
        if (result.Signals.Count > 0)
            yield return "signal";
        if (result.Signals.Count > result.UnfilledEntries && result.Trades.Count == 0 && request.QuantityStep > 0)
            yield return "no trade because the quantity is below one step";
        if (candles.Zip(candles.Skip(1)).Any(pair => timeframe.EndOf(pair.First.TimeUtc) < pair.Second.TimeUtc))
            yield return "gap in time";
        if (request.WarmupBars > 0 && result.Signals.Count > 0)
            yield return "warm-up";
        if (result.Signals.Any(signal => signal.Level == candles[signal.Bar].High))
            yield return "high exactly on the level";
        var window = request.Integer("volume_window", int.MaxValue);
        if (candles.Count >= window && ReferenceVolumeZoneBreakout.Resistance([.. candles.Take(window)], request) is null)
            yield return "no level";
        if (Math.Abs(result.Curve.Equity[^1]) < 1e-9 * request.InitialCash)
            yield return "money gone";
        if (result.Trades.Zip(result.Trades.Skip(1)).Any(pair => pair.First.ExitBar == pair.Second.EntryBar))
            yield return "exit and entry on one bar";
        foreach (var trade in result.Trades)
        {
            yield return "trade";
            yield return trade.ExitReason;
            var exitCandle = candles[trade.ExitBar];
            if (trade.BarsHeld == 0)
                yield return "exit on the entry bar";
            if (trade.BarsHeld == 0 && trade.ExitPrice == trade.EntryPrice)
                yield return "exit at the entry price";
            var isStop = trade.ExitReason is "stop_loss" or "trailing_stop";
            if (isStop && trade.BarsHeld > 0 && trade.ExitPrice == exitCandle.Open * (1 - request.SlippageRate))
                yield return "exit at an open beyond the stop";
            if (trade.ExitReason == "stop_loss" && request.TrailingStopPct == request.StopLossPct)
                yield return "stop and trailing tie";
            if (
                trade.ExitReason == "stop_loss"
                && exitCandle.High >= trade.EntryPrice * (1 + (request.TakeProfitPct ?? double.PositiveInfinity))
            )
                yield return "stop and target in one bar";
            if (trade.ExitReason == "stop_loss" && exitCandle.Low == trade.EntryPrice * (1 - request.StopLossPct!.Value))
                yield return "low exactly on the stop";
            if (trade.ExitReason == "take_profit" && exitCandle.High == trade.EntryPrice * (1 + request.TakeProfitPct!.Value))
                yield return "high exactly on the target";
        }
    }
}
