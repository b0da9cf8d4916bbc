using System.CommandLine;
using Bokgi.Host.Monitoring;

namespace Bokgi.Host;

/// <summary><c>bokgi config</c>: shows the settings in effect and where each came from.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print only JSON to standard output" };
        var markdown = new Option<bool>("--markdown")
        {
            Description = "Print all settings with their defaults as Markdown, as in docs/settings.md",
        };
        var command = new Command("config", "Shows the settings in effect and where each came from.") { json, markdown };
        return command.Runs((result, shell) => Run(result.GetValue(json), result.GetValue(markdown), shell));
    }

    private static int Run(bool asJson, bool asMarkdown, Shell shell)
    {
        if (asMarkdown)
            shell.Out.Write(SettingsPage.Generate(HostSettings.Defaults));
        else if (asJson)
            shell.WriteJson(SettingDocument.All(shell.Settings));
        else
            shell.Write(
                shell.Settings.All,
                new("setting", setting => setting.Name),
                new("value", setting => setting.DisplayValue),
                new("from", setting => setting.Source),
                new("meaning", setting => setting.Meaning)
            );
        return ExitCode.Success;
    }
}
