namespace Bokgi.MarketData.Exchanges;

/// <summary>The exchanges there are.</summary>
public static class ExchangeCatalogue
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["upbit", "binance"];

    /// <summary>Opens an exchange.</summary>
    public static IExchange Open(string name, ExchangeOptions options) =>
        throw new ExchangeException(ExchangeErrorKind.Away, $"{name} cannot be reached by this build");
}
