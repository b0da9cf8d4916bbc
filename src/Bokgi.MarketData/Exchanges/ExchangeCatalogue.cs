namespace Bokgi.MarketData.Exchanges;

/// <summary>The exchanges there are.</summary>
public static class ExchangeCatalogue
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["upbit", "binance"];
}
