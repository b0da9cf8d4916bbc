using System.CommandLine;

namespace Bokgi.Host.Platform.CommandLine;

internal static class TextOption
{
    public static Option<string?> Single(string name, string helpName, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = helpName };

    /// <summary>An option that may be repeated.</summary>
    public static Option<string[]> Repeatable(string name, string helpName, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = helpName };

    /// <summary>An option that may be repeated, and takes several values at once.</summary>
    public static Option<string[]> List(string name, string helpName, string description, params string[] aliases)
    {
        var option = Repeatable(name, helpName, description, aliases);
        option.AllowMultipleArgumentsPerToken = true;
        return option;
    }
}
