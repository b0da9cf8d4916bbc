using Bokgi.ArchitectureFixture.Trading;

namespace Bokgi.ArchitectureFixture.Strategies;

/// <summary>Breaks the rule that Strategies uses only Kernels, Markets and Series: creates fills, though only in a lambda.</summary>
internal static class TradingStrategy
{
    public static IEnumerable<double> Prices(IEnumerable<double> prices) => prices.Select(price => new Fill(price).Price);
}
