using Bokgi.MarketData.Exchanges.Binance;
using Bokgi.MarketData.Exchanges.Upbit;

namespace Bokgi.MarketData.Exchanges;

/// <summary>The supported exchanges.</summary>
public static class ExchangeCatalogue
{
    /// <summary>The name of the exchange that is used where none is given.</summary>
    public const string Default = UpbitExchange.Name;

    /// <summary>The names of the exchanges.</summary>
    public static IReadOnlyList<string> Names { get; } = [UpbitExchange.Name, BinanceExchange.Name];

    /// <summary>Opens an exchange without sending a request.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">The exchange's addresses and the adapter's resources.</param>
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
