using Bokgi.Host.Platform.CommandLine;
using Spectre.Console;

namespace Bokgi.Host.Candles;

/// <summary>Shows how much of a file has been read on standard error, where that is a terminal.</summary>
internal static class ImportProgress
{
    /// <summary>Does the work, shown or not.</summary>
    /// <param name="shell">Where it is shown.</param>
    /// <param name="file">What is read.</param>
    /// <param name="work">Given what takes the share read, 0 to 1; null when nobody sees it.</param>
    public static T Show<T>(Shell shell, string file, Func<Action<double>?, T> work)
    {
        if (!shell.IsErrorTerminal)
            return work(null);

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shell.Error) });
        return console
            .Progress()
            .AutoClear(true)
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(file), maxValue: 1);
                return work(share => task.Value = share);
            });
    }
}
