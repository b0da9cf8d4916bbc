namespace Bokgi.Host.Platform.Exchanges;

/// <summary>Checks names of exchanges that users give.</summary>
internal static class ExchangeName
{
    /// <summary>Adds an error for a name that no exchange has.</summary>
    /// <returns>The name; null for an unknown one.</returns>
    public static string? Check(string name, InputErrors errors)
    {
        if (ExchangeCatalogue.Names.Contains(name, StringComparer.Ordinal))
            return name;
        errors.Add("exchange", $"there is no exchange '{Problems.Shown(name)}'; there are {string.Join(" and ", ExchangeCatalogue.Names)}");
        return null;
    }
}
