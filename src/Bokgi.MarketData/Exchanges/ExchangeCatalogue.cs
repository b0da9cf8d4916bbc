using Bokgi.MarketData.Exchanges.Binance;
using Bokgi.MarketData.Exchanges.Upbit;

namespace Bokgi.MarketData.Exchanges;

/// <summary>The exchanges there are.</summary>
public static class ExchangeCatalogue
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [UpbitExchange.Name, BinanceExchange.Name];

    /// <summary>Opens an exchange; nothing is asked yet.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">Where it is.</param>
    /// <exception cref="ArgumentException">There is no such exchange.</exception>
    public static IExchange Open(string name, ExchangeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return name switch
        {
            UpbitExchange.Name => new UpbitExchange(options),
            BinanceExchange.Name => new BinanceExchange(options),
            _ => throw new ArgumentException($"there is no exchange '{name}'; there are {string.Join(" and ", Names)}", nameof(name)),
        };
    }
}
