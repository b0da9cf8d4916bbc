using Bokgi.Host.Runs.Documents;
using Spectre.Console;

namespace Bokgi.Host.Backtests;

/// <summary>Shows the progress of a run on standard error, if that is a terminal.</summary>
internal sealed class RunProgress(ProgressTask task) : IRunObserver
{
    public static Task<RunDocument> ShowAsync(Shell shell, Func<IRunObserver?, Task<RunDocument>> work) =>
        TerminalProgress.ShowAsync(
            shell,
            Shell.Localize("종목 복기", "replaying symbols"),
            task => work(task is null ? null : new RunProgress(task))
        );

    public bool WantsSignals => false;

    public void Started(int symbols) => task.MaxValue = symbols;

    public void Completed(CandleSeries candles, PairReplay replay) => task.Increment(1);
}
