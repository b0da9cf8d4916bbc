namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>An exchange's response.</summary>
/// <param name="Value">The parsed body.</param>
/// <param name="TimeUtc">The exchange's time when it responded, in microseconds UTC but accurate only to the second.</param>
internal readonly record struct ExchangeResponse<T>(T Value, long TimeUtc);
