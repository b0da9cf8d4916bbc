using System.Diagnostics.CodeAnalysis;
using Bokgi.Markets;

namespace Bokgi.Trading;

/// <summary>An exchange's costs and order rules: fee rate and price steps by date, quantity step and minimum order value.</summary>
public sealed class ExchangeCosts
{
    private readonly string quote;
    private readonly DatedValue<double> feeRate;
    private readonly Func<string, MarketCosts> forCoin;

    private ExchangeCosts(string name, string quote, DatedValue<double> feeRate, Func<string, MarketCosts> forCoin) =>
        (Name, this.quote, this.feeRate, this.forCoin) = (name, quote, feeRate, forCoin);

    /// <summary>Upbit's KRW markets: 0.05 % fee, price steps by date, 8 decimals, minimum order 5,000 won.</summary>
    public static ExchangeCosts Upbit { get; } = new("upbit", "KRW", UpbitCosts.FeeRate, UpbitCosts.ForCoin);

    /// <summary>The names of all exchanges with known costs.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(costs => costs.Name)];

    private static ExchangeCosts[] All => [Upbit];

    /// <summary>The name used in requests.</summary>
    public string Name { get; }

    /// <summary>Finds an exchange's costs by name, one of <see cref="Names"/>.</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out ExchangeCosts? costs, out string error)
    {
        costs = All.FirstOrDefault(candidate => candidate.Name == name);
        error = costs is null
            ? $"costs cannot be '{TextExcerpt.Shorten(name)}'; give {string.Join(" or ", Names)}, or none for the standard fee without price steps"
            : string.Empty;
        return costs is not null;
    }

    /// <summary>Why these costs do not apply to a market, as one sentence; null if they do.</summary>
    public string? ErrorFor(Symbol symbol) =>
        symbol.Quote == quote
            ? null
            : $"costs '{Name}' cover only markets in {quote}, but {symbol} is priced in {symbol.Quote}; leave costs out and give fee_rate";

    /// <summary>The fee rate on each leg throughout a range; null if it changed within the range.</summary>
    internal double? FeeRateIn(TimeRange range) => feeRate.IsConstantIn(range) ? feeRate.ValueAt(range.StartUtc) : null;

    /// <summary>The costs of one market.</summary>
    /// <exception cref="ArgumentException">The costs do not cover the market.</exception>
    internal MarketCosts ForMarket(Symbol symbol) =>
        ErrorFor(symbol) is { } error ? throw new ArgumentException(error, nameof(symbol)) : forCoin(symbol.Base);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
