using Bokgi.Host.Platform.CommandLine;
using Spectre.Console;

namespace Bokgi.Host.Collection;

/// <summary>Shows the progress of a collection on standard error, if that is a terminal.</summary>
internal sealed class CollectionProgress(ProgressTask task)
{
    /// <summary>Does the work, with or without showing progress.</summary>
    public static void Show(Shell shell, Action<CollectionProgress?> work)
    {
        if (!shell.IsErrorTerminal)
        {
            work(null);
            return;
        }

        AnsiConsole
            .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shell.Error) })
            .Progress()
            .AutoClear(true)
            .Start(context => work(new CollectionProgress(context.AddTask(Shell.Say("캔들 수집", "collecting candles")))));
    }

    public void Begin(long bars) => (task.MaxValue, task.Value) = (Math.Max(1, bars), 0);

    public void Advance(long bars) => task.Increment(bars);
}
