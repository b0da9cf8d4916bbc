using Bokgi.Backtesting;
using Bokgi.Strategies;
using Bokgi.Trading;
using Bokgi.UnitTests.Reference;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtesting;

/// <summary>
/// A replay jumps from signal to signal. Its result must equal, bit for bit, that of the same strategy and account stepped bar by bar.
/// </summary>
public class AccountReplayTests
{
    [Fact]
    public void Run_AnyPair_EqualsTheAccountSteppedBarByBar() =>
        Generators.Cases.Sample(
            sample =>
            {
                var request = EngineConversions.ToBacktestRequest(sample.Request, sample.Candles, sample.Timeframe);
                using var series = EngineConversions.ToCandleSeries(sample);
                using var replay = new PairReplay();
                var stepped = new SteppedRun(request, series, sample.Request.InitialCash);

                var report = replay.Run(series, request, sample.Request.InitialCash).ShouldNotBeNull();

                replay.Trades.ShouldBe(stepped.Trades);
                replay
                    .Equity.ToArray()
                    .Select(BitConverter.DoubleToUInt64Bits)
                    .ShouldBe(stepped.Equity.Select(BitConverter.DoubleToUInt64Bits));
                (report.Signals, report.UnfilledEntries, report.TooSmallEntries).ShouldBe(
                    (stepped.Signals, stepped.UnfilledEntries, stepped.TooSmallEntries)
                );
            },
            iter: Iterations.Scale(4_000),
            print: sample => sample.ToString()
        );

    // Signals are stored in words of 64 bits, so bars 63 and 64 are in different words.
    [Theory]
    [InlineData(new int[0], 0, 10, 10)]
    [InlineData(new[] { 3 }, 0, 10, 3)]
    [InlineData(new[] { 3 }, 3, 10, 3)]
    [InlineData(new[] { 3 }, 4, 10, 10)]
    [InlineData(new[] { 63, 64, 200 }, 0, 201, 63)]
    [InlineData(new[] { 63, 64, 200 }, 64, 201, 64)]
    [InlineData(new[] { 63, 64, 200 }, 65, 201, 200)]
    [InlineData(new[] { 63, 64, 200 }, 201, 201, 201)]
    [InlineData(new[] { 63 }, 64, 128, 128)]
    public void NextSignal_FromAnyBar_IsTheFirstSignalOrTheEnd(int[] signalBars, int from, int end, int expected)
    {
        var signals = new ulong[4];
        foreach (var bar in signalBars)
            signals[bar / 64] |= 1UL << (bar % 64); // one bit per bar

        AccountReplay.NextSignal(signals, from, end).ShouldBe(expected);
    }

    /// <summary>Runs the same strategy and account bar by bar.</summary>
    private sealed class SteppedRun : IStepVisitor<SteppedRun>
    {
        private readonly BacktestRequest request;
        private readonly Bokgi.Series.CandleSeries series;
        private readonly TradingAccount account;

        public SteppedRun(BacktestRequest request, Bokgi.Series.CandleSeries series, double cash)
        {
            (this.request, this.series) = (request, series);
            account = new TradingAccount(
                request.Account,
                series.Symbol,
                series.Timeframe,
                cash,
                StrategyDefinition.HoldBars(request.Parameters),
                Trades
            );
            request.Strategy.VisitStep(request.Parameters, series.Timeframe, this);
        }

        public List<Trade> Trades { get; } = [];

        public List<double> Equity { get; } = [];

        public int Signals { get; private set; }

        public int UnfilledEntries => account.UnfilledEntries;

        public int TooSmallEntries => account.TooSmallEntries;

        public SteppedRun Visit<TStep>(TStep step)
            where TStep : struct, IStrategyStep
        {
            for (var bar = 0; bar < series.Count; bar++)
            {
                var isSignal = step.Step(series[bar], out var signal);
                if (series.Times[bar] < request.Range.StartUtc)
                    continue;
                Signals += isSignal ? 1 : 0;
                Equity.Add(account.Step(series[bar], isSignal, signal.Confidence));
            }

            Equity[^1] = account.Finish(series[^1]);
            return this;
        }
    }
}
