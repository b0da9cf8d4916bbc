using Bokgi.Backtesting;
using Bokgi.Host.Backtests.Documents;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Series;
using Spectre.Console;

namespace Bokgi.Host.Backtests;

/// <summary>Shows how far a run is on standard error, where that is a terminal.</summary>
internal sealed class RunProgress(ProgressTask task) : IRunObserver
{
    /// <summary>Does the work, shown or not.</summary>
    public static RunDocument Show(Shell shell, Func<IRunObserver?, RunDocument> work)
    {
        if (!shell.IsErrorTerminal)
            return work(null);

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shell.Error) });
        return console
            .Progress()
            .AutoClear(true)
            .Start(context => work(new RunProgress(context.AddTask(Shell.Say("종목 복기", "replaying symbols")))));
    }

    public bool WantsSignals => false;

    public void Started(int symbols) => (task.MaxValue, task.Value) = (symbols, 0);

    public void Completed(CandleSeries candles, PairReplay replay) => task.Increment(1);
}
