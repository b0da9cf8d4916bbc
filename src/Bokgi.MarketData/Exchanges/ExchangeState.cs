namespace Bokgi.MarketData.Exchanges;

/// <summary>Whether an exchange is available. Persisted as JSON: never rename the members.</summary>
/// <param name="LastAnswerUtc">When it last responded; null if it never has.</param>
/// <param name="GoneSinceUtc">The first failure of the current outage; null while it responds or if it was never contacted.</param>
/// <param name="Trouble">The last error; null while it responds.</param>
public sealed record ExchangeState(DateTimeOffset? LastAnswerUtc, DateTimeOffset? GoneSinceUtc, string? Trouble);
