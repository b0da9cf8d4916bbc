using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Synthetic;

/// <summary>What to generate. The same options produce the same candles on every machine.</summary>
/// <param name="End">The exclusive end, UTC: the last hour opens at 23:00 of the day before.</param>
/// <param name="Symbols">The markets; null for ten of Upbit's KRW markets.</param>
/// <param name="Seed">Any number; a different seed produces different candles.</param>
/// <param name="Days">Days of <c>1H</c> and <c>1D</c> candles, 1 to 10000.</param>
/// <param name="MinuteDays">How many of the last days also have <c>1M</c> candles, 0 or more.</param>
public sealed record GenerationOptions(
    DateOnly End,
    IReadOnlyList<Symbol>? Symbols = null,
    ulong Seed = 1,
    int Days = 730,
    int MinuteDays = 30
)
{
    /// <summary>The markets generated when none are given.</summary>
    public static IReadOnlyList<Symbol> DefaultSymbols { get; } = [.. SyntheticMarket.Default.Select(market => market.Symbol)];
}
