using System.CommandLine;
using System.Numerics;

namespace Bokgi.Host.Platform.CommandLine;

internal static class NumberOption
{
    public static Option<double?> Double(string name, string helpName, string description) =>
        Create<double>(name, helpName, description, NumberStyles.Float, "a number, such as 0.001");

    public static Option<int?> Integer(string name, string helpName, string description) =>
        Create<int>(name, helpName, description, NumberStyles.AllowLeadingSign, "a whole number, such as 10");

    private static Option<T?> Create<T>(string name, string helpName, string description, NumberStyles style, string expected)
        where T : struct, INumberBase<T> =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                var text = result.Tokens is [var token] ? token.Value : string.Empty;
                if (T.TryParse(text, style, CultureInfo.InvariantCulture, out var value))
                    return value;
                result.AddError($"{name} cannot be '{text}'; give {expected}");
                return null;
            },
        };
}
