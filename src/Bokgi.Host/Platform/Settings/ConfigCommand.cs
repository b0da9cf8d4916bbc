using System.CommandLine;
using System.Text.Json;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Json;
using Spectre.Console;

namespace Bokgi.Host.Platform.Settings;

/// <summary><c>bokgi config</c>: the settings in force and where each came from.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, alone on standard output" };
        var command = new Command("config", "Shows the settings in force and where each came from.") { json };
        return command.Runs((result, shell) => Run(result.GetValue(json), shell));
    }

    private static int Run(bool asJson, Shell shell)
    {
        if (asJson)
        {
            shell.Out.WriteLine(
                JsonSerializer.Serialize(
                    shell.Settings.All.Select(each => new
                    {
                        each.Name,
                        Value = each.Shown,
                        each.Source,
                        each.Meaning,
                    }),
                    JsonFormat.Options
                )
            );
            return ExitCode.Good;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("setting", "value", "from", "meaning");
        foreach (var setting in shell.Settings.All)
            table.AddRow(Markup.Escape(setting.Name), Markup.Escape(setting.Shown), setting.Source, setting.Meaning);
        shell.Write(table);
        return ExitCode.Good;
    }
}
