using System.Collections.Concurrent;
using Bokgi.MarketData.Lake.Synthetic;
using Bokgi.Markets;

namespace Bokgi.UnitTests.Synthetic;

/// <summary>Candles of the default options to 2026-01-01, each market made once for all tests; nobody disposes them.</summary>
internal static class DefaultMarkets
{
    public static readonly GenerationOptions Options = new(new DateOnly(2026, 1, 1));

    private static readonly ConcurrentDictionary<string, Lazy<SyntheticCandles>> Made = new(StringComparer.Ordinal);

    public static SyntheticCandles Of(string symbol) =>
        Made.GetOrAdd(
            symbol,
            code => new Lazy<SyntheticCandles>(() => SyntheticCandles.Make(SyntheticMarket.For(Symbol.Parse(code)), Options))
        ).Value;
}
