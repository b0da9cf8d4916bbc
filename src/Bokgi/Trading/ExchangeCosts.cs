using System.Diagnostics.CodeAnalysis;
using Bokgi.Markets;

namespace Bokgi.Trading;

/// <summary>The costs and rules of an exchange: fee and price steps by date, quantity step and least order. Beside the standard, which is that of no exchange.</summary>
public sealed class ExchangeCosts
{
    private readonly string quote;
    private readonly ByDate<double> feeRate;
    private readonly Func<string, MarketCosts> ofCoin;

    private ExchangeCosts(string name, string quote, ByDate<double> feeRate, Func<string, MarketCosts> ofCoin) =>
        (Name, this.quote, this.feeRate, this.ofCoin) = (name, quote, feeRate, ofCoin);

    /// <summary>Upbit's markets in won: 0.05 %, steps by date, 8 decimals, 5,000 won.</summary>
    public static ExchangeCosts Upbit { get; } = new("upbit", "KRW", UpbitCosts.FeeRate, UpbitCosts.Of);

    /// <summary>The names of all whose costs are known.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(costs => costs.Name)];

    private static ExchangeCosts[] All => [Upbit];

    /// <summary>How requests name it.</summary>
    public string Name { get; }

    /// <summary>Finds an exchange's costs.</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out ExchangeCosts? costs, out string error)
    {
        costs = All.FirstOrDefault(each => each.Name == name);
        error = costs is null
            ? $"costs cannot be '{ShownText.Of(name)}'; give {string.Join(" or ", Names)}, or none for the standard fee without price steps"
            : string.Empty;
        return costs is not null;
    }

    /// <summary>What is wrong with applying them to a market; null when they cover it.</summary>
    public string? Error(Symbol symbol) =>
        symbol.Quote == quote
            ? null
            : $"costs '{Name}' are known for markets in {quote}, and {symbol} is paid in {symbol.Quote}; leave costs out and give fee_rate";

    /// <summary>The fee on each leg in all of a range; null where it was changed within.</summary>
    internal double? FeeRate(TimeRange range) => feeRate.IsOneIn(range) ? feeRate.At(range.StartUtc) : null;

    /// <summary>The costs of one market.</summary>
    /// <exception cref="ArgumentException">They are not known for it.</exception>
    internal MarketCosts Of(Symbol symbol) =>
        Error(symbol) is { } error ? throw new ArgumentException(error, nameof(symbol)) : ofCoin(symbol.Base);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
