namespace Bokgi.Host.Runs.Requests;

/// <summary>Reads options of the form <c>name=value</c>.</summary>
internal static class NameValueParser
{
    public static Dictionary<string, JsonElement> ParseValues(string[]? arguments, string option, InputErrors errors)
    {
        var values = new Dictionary<string, JsonElement>();
        foreach (var argument in arguments ?? [])
        {
            if (TrySplit(argument, out var name, out var value))
                values[name] = WireValues.ToJson(value);
            else
                errors.Add("params", $"{option} cannot be '{argument}'; write it as name=value, such as body_pct=0.01");
        }

        return values;
    }

    public static Dictionary<string, Dictionary<string, JsonElement>> ParseValuesBySymbol(string[]? arguments, InputErrors errors)
    {
        var bySymbol = new Dictionary<string, Dictionary<string, JsonElement>>();
        foreach (var argument in arguments ?? [])
        {
            var colon = argument.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !TrySplit(argument[(colon + 1)..], out var name, out var value))
            {
                errors.Add("overrides", $"--override cannot be '{argument}'; write it as symbol:name=value, such as ETH_KRW:body_pct=0.03");
                continue;
            }

            bySymbol.TryAdd(argument[..colon], []);
            bySymbol[argument[..colon]][name] = WireValues.ToJson(value);
        }

        return bySymbol;
    }

    private static bool TrySplit(string argument, out string name, out string value)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        (name, value) = equals > 0 ? (argument[..equals].Trim(), argument[(equals + 1)..].Trim()) : (argument, string.Empty);
        return equals > 0 && value.Length > 0;
    }
}
