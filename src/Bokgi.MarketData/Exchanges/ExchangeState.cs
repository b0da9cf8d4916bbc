namespace Bokgi.MarketData.Exchanges;

/// <summary>Whether an exchange is available. Persisted as JSON: never rename the members.</summary>
/// <param name="LastAnswerUtc">When it last answered; null when it never has.</param>
/// <param name="GoneSinceUtc">The first failure after that; null while it answers or was never contacted.</param>
/// <param name="Trouble">The last error; null while it answers.</param>
public sealed record ExchangeState(DateTimeOffset? LastAnswerUtc, DateTimeOffset? GoneSinceUtc, string? Trouble);
