namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>An exchange's response.</summary>
/// <param name="Value">The parsed body.</param>
/// <param name="TimeUtc">The exchange's time when it responded, microseconds UTC, in whole seconds.</param>
internal readonly record struct ExchangeResponse<T>(T Value, long TimeUtc);
