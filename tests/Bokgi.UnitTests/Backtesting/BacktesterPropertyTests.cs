using Bokgi.Backtesting;
using Bokgi.UnitTests.Reference;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtesting;

public class BacktesterPropertyTests
{
    [Fact]
    public void Run_AnySymbols_EqualsTheReferenceEngineAddedUp() =>
        RandomRun.Any.Sample(
            run =>
            {
                var expected = run.Expected;
                var report = run.Run();

                report.Symbols.Select(symbol => symbol.Symbol.Code).ShouldBe(expected.Select(pair => pair.Symbol));
                report
                    .Missing.Select(symbol => symbol.Code)
                    .ShouldBe(run.Request.Symbols.Select(symbol => symbol.Code).Except(expected.Select(pair => pair.Symbol)));
                foreach (var (own, (_, wanted)) in report.Symbols.Zip(expected))
                    EngineDifferences.OfFigures(own.Figures, wanted).ShouldBeEmpty(own.Symbol.Code);
                EngineDifferences.OfFigures(report.Totals.ShouldNotBeNull(), ReferenceTotals.Of(expected)).ShouldBeEmpty("totals");
            },
            iter: Iterations.Of(1_000),
            print: run => run.ToString()
        );

    [Fact]
    public void Run_AnyNumberOfThreads_GivesTheSameBits() =>
        RandomRun.Any.Sample(
            run =>
            {
                var alone = run.Run();

                run.Run(threads: 2).ShouldSatisfyAllConditions(report => AssertSame(report, alone));
                run.Run(threads: 16).ShouldSatisfyAllConditions(report => AssertSame(report, alone));
            },
            iter: Iterations.Of(200),
            print: run => run.ToString()
        );

    [Fact]
    public void Run_SymbolsInAnotherOrder_GivesEachTheSameBits() =>
        RandomRun.Any.Sample(
            run =>
            {
                var forwards = run.Run();

                var backwards = run.RunInOrder([.. run.Request.Symbols.Reverse()], threads: 2);

                backwards.Symbols.Reverse().ShouldBe(forwards.Symbols);
                backwards.Totals!.Trades.ShouldBe(forwards.Totals!.Trades);
                backwards.Totals.Bars.ShouldBe(forwards.Totals.Bars);
                backwards.Totals.Exposure.ShouldBe(forwards.Totals.Exposure);
            },
            iter: Iterations.Of(200),
            print: run => run.ToString()
        );

    [Fact]
    public void Run_WithAnObserver_TellsItEachPairInOrder() =>
        RandomRun.Any.Sample(
            run =>
            {
                var recorder = new RunRecorder();
                var expected = run.Expected;

                var report = run.Run(threads: 3, recorder);

                AssertSame(report, run.Run());
                recorder.Announced.ShouldBe(expected.Count);
                recorder.Passes.ShouldBe(1);
                recorder.Pairs.Select(pair => pair.Symbol.Code).ShouldBe(expected.Select(pair => pair.Symbol));
                foreach (var (own, (_, wanted)) in recorder.Pairs.Zip(expected))
                {
                    EngineDifferences.OfEquity(own.Equity, wanted.Curve).ShouldBeEmpty();
                    own.Trades.Length.ShouldBe(wanted.Trades.Count);
                    own.Signals.Select(signal => signal.TimeUtc).ShouldBe(wanted.Signals.Select(signal => signal.TimeUtc));
                }
            },
            iter: Iterations.Of(200),
            print: run => run.ToString()
        );

    private static void AssertSame(BacktestReport actual, BacktestReport expected)
    {
        actual.Symbols.ShouldBe(expected.Symbols);
        actual.Missing.ShouldBe(expected.Missing);
        actual.Totals.ShouldBe(expected.Totals);
    }
}
