using Bokgi.Host.Platform.Settings;
using Spectre.Console;

namespace Bokgi.Host.Platform.CommandLine;

/// <summary>What a command works with: where it writes, its settings and its clock.</summary>
/// <param name="Out">Results, alone.</param>
/// <param name="Error">Everything else: warnings, progress, errors.</param>
/// <param name="Settings">The settings in force.</param>
/// <param name="Clock">The time.</param>
/// <param name="Cancel">Set when the user asks the command to stop.</param>
internal sealed record Shell(TextWriter Out, TextWriter Error, HostSettings Settings, TimeProvider Clock, CancellationToken Cancel)
{
    private const int WidthOfPipes = 160;

    /// <summary>Whether people see <see cref="Error"/> as it comes.</summary>
    public bool IsErrorTerminal => ReferenceEquals(Error, Console.Error) && !Console.IsErrorRedirected;

    /// <summary>Korean where the language of the terminal is Korean, else English.</summary>
    public bool IsKorean =>
        (Environment.GetEnvironmentVariable("LC_ALL") ?? Environment.GetEnvironmentVariable("LANG") ?? string.Empty).StartsWith("ko", StringComparison.Ordinal);

    public string Say(string korean, string english) => IsKorean ? korean : english;

    public void Warn(string text) => Error.WriteLine($"{Say("주의", "warning")}: {text}");

    /// <summary>Writes a table to <see cref="Out"/>; a pipe gets plain text, wide enough that nothing is folded.</summary>
    public void Write(Table table)
    {
        var isTerminal = ReferenceEquals(Out, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(Out),
                Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            }
        );
        if (!isTerminal)
            console.Profile.Width = WidthOfPipes;
        console.Write(table);
    }
}
