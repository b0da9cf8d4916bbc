namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>Requests that share one rate limit of an exchange.</summary>
/// <param name="Name">The name of the group, and of its folder.</param>
/// <param name="Interval">
/// The time between two requests, or two units of weight: a little more than the exchange requires, because the network may bunch
/// requests together.
/// </param>
internal sealed record RateGroup(string Name, TimeSpan Interval);
