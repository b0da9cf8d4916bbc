namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>What an exchange answered.</summary>
/// <param name="Value">The body, read.</param>
/// <param name="TimeUtc">The exchange's time, microseconds UTC, whole seconds.</param>
internal readonly record struct Answer<T>(T Value, long TimeUtc);
