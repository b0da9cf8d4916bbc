using Bokgi.Markets;

namespace Bokgi.MarketData.Exchanges;

/// <summary>The characteristics of an exchange.</summary>
/// <param name="Name">Its name in settings, options and responses, such as <c>upbit</c>.</param>
/// <param name="Timeframes">The candle lengths it offers, shortest first.</param>
/// <param name="CandlesPerPage">The maximum number of candles per request.</param>
public sealed record ExchangeTraits(string Name, IReadOnlyList<Timeframe> Timeframes, int CandlesPerPage);
