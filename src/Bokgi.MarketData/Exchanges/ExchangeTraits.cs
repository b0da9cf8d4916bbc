using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges;

/// <summary>What is peculiar to an exchange.</summary>
/// <param name="Name">Its name in settings, options and answers, such as <c>upbit</c>.</param>
/// <param name="Timeframes">The lengths of candles it has, shortest first.</param>
/// <param name="CandlesPerPage">Most candles that one request gives.</param>
/// <param name="MakesBarsWithoutTrades">Whether there is a bar where nobody traded; where not, an absent bar is no loss.</param>
/// <param name="TellsClosedBars">Whether its candle stream tells that a bar is closed.</param>
public sealed record ExchangeTraits(
    string Name,
    IReadOnlyList<Timeframe> Timeframes,
    int CandlesPerPage,
    bool MakesBarsWithoutTrades,
    bool TellsClosedBars
);
