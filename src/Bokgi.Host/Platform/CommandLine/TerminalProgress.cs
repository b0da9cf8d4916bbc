using Spectre.Console;

namespace Bokgi.Host.Platform.CommandLine;

/// <summary>Shows how far a command is on standard error, where that is a terminal.</summary>
internal static class TerminalProgress
{
    /// <summary>Does the work, shown or not.</summary>
    /// <param name="shell">Where it is shown.</param>
    /// <param name="title">What is done.</param>
    /// <param name="work">Takes the progress bar, which runs from 0 to 1 unless its maximum is set; null without a terminal.</param>
    public static T Show<T>(Shell shell, string title, Func<ProgressTask?, T> work)
    {
        if (!shell.IsErrorTerminal)
            return work(null);

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shell.Error) });
        return console.Progress().AutoClear(true).Start(context => work(context.AddTask(Markup.Escape(title), maxValue: 1)));
    }
}
