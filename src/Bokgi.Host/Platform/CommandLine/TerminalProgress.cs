using Spectre.Console;

namespace Bokgi.Host.Platform.CommandLine;

/// <summary>Shows a command's progress on standard error if that is a terminal.</summary>
internal static class TerminalProgress
{
    /// <summary>Does the work, with or without showing its progress.</summary>
    /// <param name="shell">The shell to show it in.</param>
    /// <param name="title">The title of the progress bar.</param>
    /// <param name="work">Gets the progress bar, which runs from 0 to 1 unless its maximum is set; null without a terminal.</param>
    public static async Task<T> ShowAsync<T>(Shell shell, string title, Func<ProgressTask?, Task<T>> work)
    {
        if (!shell.IsErrorTerminal)
            return await work(null);

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shell.Error) });
        return await console.Progress().AutoClear(true).StartAsync(context => work(context.AddTask(Markup.Escape(title), maxValue: 1)));
    }
}
