using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges;

/// <summary>The characteristics of an exchange.</summary>
/// <param name="Name">Its name in settings, options and responses, such as <c>upbit</c>.</param>
/// <param name="Timeframes">The candle lengths it offers, shortest first.</param>
/// <param name="CandlesPerPage">The maximum number of candles per request.</param>
/// <param name="MakesBarsWithoutTrades">Whether it produces bars for periods without trades; if not, a missing bar is no data loss.</param>
/// <param name="ReportsClosedBars">Whether its candle stream reports that a bar has closed.</param>
public sealed record ExchangeTraits(
    string Name,
    IReadOnlyList<Timeframe> Timeframes,
    int CandlesPerPage,
    bool MakesBarsWithoutTrades,
    bool ReportsClosedBars
);
