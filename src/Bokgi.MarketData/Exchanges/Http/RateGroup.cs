namespace Bokgi.MarketData.Exchanges.Http;

/// <summary>Requests that an exchange counts together.</summary>
/// <param name="Name">A name for its folder.</param>
/// <param name="Interval">From one unit to the next: a little more than the exchange asks, since the network may push requests together.</param>
internal sealed record RateGroup(string Name, TimeSpan Interval);
