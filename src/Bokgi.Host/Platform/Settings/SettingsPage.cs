using System.Text;

namespace Bokgi.Host.Platform.Settings;

/// <summary>Generates docs/settings.md: every setting, as Markdown.</summary>
internal static class SettingsPage
{
    public static string Generate(IEnumerable<Setting> settings)
    {
        var page = new StringBuilder(
            """
            # Settings

            <!-- Written by `./bokgi config --markdown > docs/settings.md`; change HostSettings.cs, not this page. -->

            A setting is an environment variable, or an entry of `appsettings.json` in the folder where the program is started. The environment overrides the file,
            and the option `--data-root` overrides both. `./bokgi config` shows the values in effect and where each came from; secrets are masked. An invalid
            value stops the program with exit code 1 and a line that names the setting. `PYTHONUNBUFFERED` of Bokgi's first design has no meaning here: logs are written line by line.

            | setting | default | meaning |
            |---|---|---|

            """
        );
        foreach (var setting in settings)
        {
            var value = setting.Default.Length > 0 ? $"`{setting.Default}`" : "none";
            page.Append($"| `{setting.Name}` | {value} | {setting.Meaning}{(setting.IsSecret ? " (secret)" : string.Empty)} |\n");
        }

        return page.Replace("\r\n", "\n").ToString();
    }
}
