namespace Bokgi.Host.Platform.Exchanges;

internal static class ExchangeName
{
    /// <summary>Adds an error for a name that no exchange has, and returns null.</summary>
    public static string? Check(string name, InputErrors errors)
    {
        if (ExchangeCatalogue.Names.Contains(name, StringComparer.Ordinal))
            return name;
        errors.Add("exchange", $"there is no exchange '{Problems.Shown(name)}'; there are {string.Join(" and ", ExchangeCatalogue.Names)}");
        return null;
    }
}
