using Bokgi.Markets;

namespace Bokgi.MarketData.Lake.Synthetic;

/// <summary>What to make up. The same options make the same candles, on every machine.</summary>
/// <param name="End">The day after the last one, UTC: the last hour opens at 23:00 of the day before.</param>
/// <param name="Symbols">The markets; ten of Upbit's KRW markets when absent.</param>
/// <param name="Seed">Any number; another one makes other candles.</param>
/// <param name="Days">Days of <c>1H</c> and <c>1D</c> candles, 1 to 10000.</param>
/// <param name="MinuteDays">Of these the last days that also have <c>1M</c> candles, 0 or more.</param>
public sealed record GenerationOptions(
    DateOnly End,
    IReadOnlyList<Symbol>? Symbols = null,
    ulong Seed = 1,
    int Days = 730,
    int MinuteDays = 30
)
{
    /// <summary>The markets made when none are named.</summary>
    public static IReadOnlyList<Symbol> DefaultSymbols { get; } = [.. SyntheticMarket.Default.Select(market => market.Symbol)];
}
