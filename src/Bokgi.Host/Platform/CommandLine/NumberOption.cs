using System.CommandLine;
using System.CommandLine.Parsing;

namespace Bokgi.Host.Platform.CommandLine;

internal static class NumberOption
{
    public static Option<double?> Real(string name, string helpName, string description) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
                double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    ? value
                    : Refused<double?>(result, $"{name} cannot be '{Text(result)}'; give a number, such as 0.001"),
        };

    public static Option<int?> Whole(string name, string helpName, string description) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
                int.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                    ? value
                    : Refused<int?>(result, $"{name} cannot be '{Text(result)}'; give a whole number, such as 10"),
        };

    private static string Text(ArgumentResult result) => result.Tokens is [var token] ? token.Value : string.Empty;

    private static T? Refused<T>(ArgumentResult result, string error)
    {
        result.AddError(error);
        return default;
    }
}
