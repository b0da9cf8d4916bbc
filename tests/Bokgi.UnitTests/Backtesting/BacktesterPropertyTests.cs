using Bokgi.Backtesting;
using Bokgi.UnitTests.Reference;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtesting;

public class BacktesterPropertyTests
{
    [Fact]
    public void Run_AnySymbols_EqualsTheReferenceEngine() =>
        RandomRun.Any.Sample(
            run =>
            {
                var expected = run.Expected;
                var report = run.Run();

                report.Symbols.Select(symbol => symbol.Symbol.Code).ShouldBe(expected.Select(pair => pair.Symbol));
                report
                    .Missing.Select(symbol => symbol.Code)
                    .ShouldBe(run.Request.Symbols.Select(symbol => symbol.Code).Except(expected.Select(pair => pair.Symbol)));
                foreach (var (actual, (_, reference)) in report.Symbols.Zip(expected))
                    EngineDifferences.CompareFigures(actual.Figures, reference).ShouldBeEmpty(actual.Symbol.Code);
                EngineDifferences
                    .CompareFigures(report.Totals.ShouldNotBeNull(), ReferenceTotals.Compute(expected))
                    .ShouldBeEmpty("totals");
            },
            iter: Iterations.Scale(1_000),
            print: run => run.ToString()
        );

    [Fact]
    public void Run_AnyNumberOfThreads_GivesBitIdenticalReports() =>
        RandomRun.Any.Sample(
            run =>
            {
                var singleThreaded = run.Run();

                run.Run(threads: 2).ShouldSatisfyAllConditions(report => ShouldBeSame(report, singleThreaded));
                run.Run(threads: 16).ShouldSatisfyAllConditions(report => ShouldBeSame(report, singleThreaded));
            },
            iter: Iterations.Scale(200),
            print: run => run.ToString()
        );

    [Fact]
    public void Run_SymbolsInAnotherOrder_GivesBitIdenticalReportsOfEachSymbol() =>
        RandomRun.Any.Sample(
            run =>
            {
                var inOrder = run.Run();

                var reversed = run.RunWithSymbols([.. run.Request.Symbols.Reverse()], threads: 2);

                reversed.Symbols.Reverse().ShouldBe(inOrder.Symbols);
                reversed.Totals!.Trades.ShouldBe(inOrder.Totals!.Trades);
                reversed.Totals.Bars.ShouldBe(inOrder.Totals.Bars);
                reversed.Totals.Exposure.ShouldBe(inOrder.Totals.Exposure);
            },
            iter: Iterations.Scale(200),
            print: run => run.ToString()
        );

    [Fact]
    public void Run_WithAnObserver_ReportsEachPairInOrder() =>
        RandomRun.Any.Sample(
            run =>
            {
                var recorder = new RunRecorder();
                var expected = run.Expected;

                var report = run.Run(threads: 3, recorder);

                ShouldBeSame(report, run.Run());
                recorder.AnnouncedSymbolCount.ShouldBe(expected.Count);
                recorder.StartedCalls.ShouldBe(1);
                recorder.Pairs.Select(pair => pair.Symbol.Code).ShouldBe(expected.Select(pair => pair.Symbol));
                foreach (var (actual, (_, reference)) in recorder.Pairs.Zip(expected))
                {
                    EngineDifferences.CompareEquity(actual.Equity, reference.Curve).ShouldBeEmpty();
                    actual.Trades.Length.ShouldBe(reference.Trades.Count);
                    actual.Signals.Select(signal => signal.TimeUtc).ShouldBe(reference.Signals.Select(signal => signal.TimeUtc));
                }
            },
            iter: Iterations.Scale(200),
            print: run => run.ToString()
        );

    private static void ShouldBeSame(BacktestReport actual, BacktestReport expected)
    {
        actual.Symbols.ShouldBe(expected.Symbols);
        actual.Missing.ShouldBe(expected.Missing);
        actual.Totals.ShouldBe(expected.Totals);
    }
}
