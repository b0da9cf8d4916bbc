namespace Bokgi.MarketData.Exchanges;

/// <summary>Where an exchange is, and what its adapter works with.</summary>
/// <param name="Rest">Base of the REST API, such as <c>https://api.upbit.com</c>.</param>
/// <param name="Stream">Address of the websocket, such as <c>wss://api.upbit.com/websocket/v1</c>.</param>
/// <param name="SharedFolder">A folder of this user that all processes of the machine share: limits and state of the exchange are kept there.</param>
/// <param name="Clock">The time.</param>
public sealed record ExchangeOptions(Uri Rest, Uri Stream, string SharedFolder, TimeProvider Clock);
