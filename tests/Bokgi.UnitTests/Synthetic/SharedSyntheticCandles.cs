using System.Collections.Concurrent;
using Bokgi.MarketData.Lake.Synthetic;
using Bokgi.Markets;

namespace Bokgi.UnitTests.Synthetic;

/// <summary>
/// Candles generated with default options up to 2026-01-01. Each market is generated once and shared by all tests, so no test may dispose
/// it.
/// </summary>
internal static class SharedSyntheticCandles
{
    public static readonly GenerationOptions Options = new(new DateOnly(2026, 1, 1));

    private static readonly ConcurrentDictionary<string, Lazy<SyntheticCandles>> Generated = new(StringComparer.Ordinal);

    public static SyntheticCandles Get(string symbol) =>
        Generated
            .GetOrAdd(
                symbol,
                code => new Lazy<SyntheticCandles>(() => SyntheticCandles.Generate(SyntheticMarket.For(Symbol.Parse(code)), Options))
            )
            .Value;
}
