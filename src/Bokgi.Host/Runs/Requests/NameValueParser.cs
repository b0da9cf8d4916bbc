namespace Bokgi.Host.Runs.Requests;

/// <summary>Reads options of the form <c>name=value</c>.</summary>
internal static class NameValueParser
{
    public static Dictionary<string, JsonElement> ParseValues(string[]? pairs, string option, InputErrors errors)
    {
        var values = new Dictionary<string, JsonElement>();
        foreach (var pair in pairs ?? [])
        {
            if (TrySplit(pair, out var name, out var value))
                values[name] = WireValues.ToJson(value);
            else
                errors.Add("params", $"{option} cannot be '{pair}'; write it as name=value, such as body_pct=0.01");
        }

        return values;
    }

    public static Dictionary<string, Dictionary<string, JsonElement>> ParseValuesBySymbol(string[]? pairs, InputErrors errors)
    {
        var bySymbol = new Dictionary<string, Dictionary<string, JsonElement>>();
        foreach (var pair in pairs ?? [])
        {
            var colon = pair.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                errors.Add("overrides", $"--override cannot be '{pair}'; write it as symbol:name=value, such as ETH_KRW:body_pct=0.03");
                continue;
            }

            bySymbol.TryAdd(pair[..colon], []);
            foreach (var (name, value) in ParseValues([pair[(colon + 1)..]], "--override", errors))
                bySymbol[pair[..colon]][name] = value;
        }

        return bySymbol;
    }

    private static bool TrySplit(string pair, out string name, out string value)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        (name, value) = equals > 0 ? (pair[..equals].Trim(), pair[(equals + 1)..].Trim()) : (pair, string.Empty);
        return equals > 0 && value.Length > 0;
    }
}
