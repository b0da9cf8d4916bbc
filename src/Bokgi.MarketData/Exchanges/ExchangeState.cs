namespace Bokgi.MarketData.Exchanges;

/// <summary>Whether an exchange answers.</summary>
/// <param name="LastAnswerUtc">When it last did; null when it never has.</param>
/// <param name="GoneSinceUtc">The first failure after that; null while it answers, or nobody asked.</param>
/// <param name="Trouble">What went wrong last; null while it answers.</param>
public sealed record ExchangeState(DateTimeOffset? LastAnswerUtc, DateTimeOffset? GoneSinceUtc, string? Trouble);
