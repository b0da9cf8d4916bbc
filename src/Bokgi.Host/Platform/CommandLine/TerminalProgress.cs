using Spectre.Console;

namespace Bokgi.Host.Platform.CommandLine;

internal static class TerminalProgress
{
    /// <summary>Runs the work with a progress bar from 0 to 1, or with null if there is no terminal. The work may set another maximum.</summary>
    public static async Task<T> ShowAsync<T>(Shell shell, string title, Func<ProgressTask?, Task<T>> work)
    {
        if (!shell.IsErrorTerminal)
            return await work(null);

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shell.Error) });
        return await console.Progress().AutoClear(true).StartAsync(context => work(context.AddTask(Markup.Escape(title), maxValue: 1)));
    }
}
