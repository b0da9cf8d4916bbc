using Spectre.Console;

namespace Bokgi.Host.Platform.CommandLine;

/// <summary>The environment of a command. Only results go to Out; warnings, progress and errors go to Error.</summary>
internal sealed record Shell(TextWriter Out, TextWriter Error, HostSettings Settings, TimeProvider Clock, CancellationToken Cancel)
{
    private const int PipeWidth = 200;

    public bool IsErrorTerminal => ReferenceEquals(Error, Console.Error) && !Console.IsErrorRedirected;

    public bool IsOutTerminal => ReferenceEquals(Out, Console.Out) && !Console.IsOutputRedirected;

    public int Width => IsOutTerminal ? Console.WindowWidth : PipeWidth;

    /// <summary>Whether the terminal's language is Korean; otherwise messages are in English.</summary>
    public static bool IsKorean =>
        (Environment.GetEnvironmentVariable("LC_ALL") ?? Environment.GetEnvironmentVariable("LANG") ?? string.Empty).StartsWith(
            "ko",
            StringComparison.Ordinal
        );

    public static string Localize(string korean, string english) => IsKorean ? korean : english;

    /// <exception cref="LakeException">There is no such folder.</exception>
    public CandleLake OpenLake() =>
        Directory.Exists(Settings.DataRoot)
            ? new CandleLake(Settings.DataRoot)
            : throw new LakeException(
                LakeErrorKind.NotFound,
                $"there is no candle lake in {Settings.DataRoot}; name its folder with DATA_ROOT or --data-root, or run 'bokgi generate' for synthetic candles"
            );

    public static Stream OpenOut() => Console.OpenStandardOutput();

    public void WriteError(string text) => WriteError(Error, text);

    public static void WriteError(TextWriter error, string text) => error.WriteLine($"{Localize("오류", "error")}: {text}");

    public void Warn(string text) => Error.WriteLine($"{Localize("주의", "warning")}: {text}");

    /// <summary>Asks the user to confirm. If the input is not a terminal, writes that --yes confirms, and returns false.</summary>
    public bool Confirm(string consequence)
    {
        if (Console.IsInputRedirected)
        {
            Error.WriteLine($"{consequence}; give --yes to confirm");
            return false;
        }

        Error.Write($"{consequence}. Continue? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    public void Write<T>(IEnumerable<T> rows, params IReadOnlyList<TextColumn<T>> columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
            table.AddColumn(column.Heading, tableColumn => tableColumn.Alignment(column.IsNumber ? Justify.Right : null));
        foreach (var row in rows)
            table.AddRow([.. columns.Select(column => Markup.Escape(column.Cell(row)))]);
        Write(table);
    }

    public void WriteJson<T>(T value) => Out.WriteLine(JsonSerializer.Serialize(value, JsonFormat.Indented));

    /// <summary>Writes a table; to a pipe as plain text that is wide enough not to wrap.</summary>
    public void Write(Table table)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(Out),
                Ansi = IsOutTerminal ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = IsOutTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            }
        );
        if (!IsOutTerminal)
            console.Profile.Width = Width;
        console.Write(table);
    }
}
