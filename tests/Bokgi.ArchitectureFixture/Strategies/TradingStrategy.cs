using Bokgi.ArchitectureFixture.Trading;

namespace Bokgi.ArchitectureFixture.Strategies;

/// <summary>Breach: Strategies may use only Series, Kernels and Markets. Only a lambda uses the fill.</summary>
internal static class TradingStrategy
{
    public static IEnumerable<double> Prices(IEnumerable<double> prices) => prices.Select(price => new Fill(price).Price);
}
