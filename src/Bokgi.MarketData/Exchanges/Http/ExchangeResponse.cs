namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>An exchange's answer.</summary>
/// <param name="Value">The parsed body.</param>
/// <param name="TimeUtc">The exchange's time, microseconds UTC, whole seconds.</param>
internal readonly record struct ExchangeResponse<T>(T Value, long TimeUtc);
