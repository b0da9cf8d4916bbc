namespace Bokgi.Host.Platform.Queries;

/// <summary>Parses the symbol and the timeframe of a request. Absent text gives null; invalid text gives null and adds an error.</summary>
internal static class MarketParameters
{
    public static Symbol? ParseSymbol(string? text, InputErrors errors, string field = "symbol")
    {
        if (text is null)
            return null;
        if (Symbol.TryParse(text, out var symbol, out var error))
            return symbol;
        errors.Add(field, error);
        return null;
    }

    public static Timeframe? ParseTimeframe(string? text, InputErrors errors, string field = "timeframe")
    {
        if (text is null)
            return null;
        if (Timeframe.TryParse(text, out var timeframe, out var error))
            return timeframe;
        errors.Add(field, error);
        return null;
    }
}
